import type { AccountPolicy } from '../../core/policy/types';
import { valueOr, type AttachedFile, type BodyType, type ComposeItem, type Person } from '../office';
import { readTraits, type SpecialTraits } from './traits';

/** All of a mail that send needs; what could not be read has a plain value, since a lost subject is no reason to lose the rest. */
export interface Mail {
  type: BodyType | 'other' | null;
  traits: SpecialTraits;
  body: string | null;
  to: Person[];
  cc: Person[];
  bcc: Person[];
  peopleUnread: boolean;
  subject: string;
  from: Person | null;
  files: AttachedFile[];
  composeType: string;
}

/** One call after another: Outlook on the web takes three at once, of all add-ins together. */
export async function readMail(item: ComposeItem, policy: AccountPolicy | null): Promise<Mail> {
  let peopleUnread = false;
  const people = async (field: 'to' | 'cc' | 'bcc'): Promise<Person[]> => {
    const list = await item.people(field);
    peopleUnread = peopleUnread || !list.ok || list.value.some(({ address }) => !address);
    return valueOr(list, []);
  };
  const type = valueOr<Mail['type']>(await item.bodyType(), null);
  const to = await people('to');
  const cc = await people('cc');
  const bcc = await people('bcc');
  const traits = await readTraits(item, policy);
  return {
    type,
    traits,
    // The text of a body of an unexpected kind is still worth its log.
    body: type && valueOr<string | null>(await item.body(type === 'html' ? type : 'text'), null),
    to,
    cc,
    bcc,
    peopleUnread,
    files: valueOr(await item.files(), []),
    subject: valueOr(await item.subject(), ''),
    from: valueOr<Person | null>(await item.from(), null),
    composeType: valueOr(await item.composeType(), ''),
  };
}
