import type { AccountPolicy } from '../../core/policy/types';
import type { AttachedFile, BodyType, ComposeItem, OfficeResult, Person } from '../office';
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

const or = <T>(result: OfficeResult<T>, otherwise: T): T => (result.ok ? result.value : otherwise);

/** One call after another: Outlook on the web takes three at once, of all add-ins together. */
export async function readMail(item: ComposeItem, policy: AccountPolicy | null): Promise<Mail> {
  const type = or<Mail['type']>(await item.bodyType(), null);
  const lists = [await item.people('to'), await item.people('cc'), await item.people('bcc')] as const;
  const traits = await readTraits(item, policy);
  // The text of a body of an unexpected kind is still worth its log.
  const body =
    type === null ? null : or<string | null>(await item.body(type === 'html' ? type : 'text'), null);
  return {
    type,
    traits,
    body,
    to: or(lists[0], []),
    cc: or(lists[1], []),
    bcc: or(lists[2], []),
    peopleUnread: lists.some(({ ok }) => !ok),
    files: or(await item.files(), []),
    subject: or(await item.subject(), ''),
    from: or<Person | null>(await item.from(), null),
    composeType: or(await item.composeType(), ''),
  };
}
