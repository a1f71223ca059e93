import { pick } from './chance';
import { answerDraft, otherDraft, sentDraft } from './drafts';
import type { Draft } from './mails';
import type { Incoming, Outgoing } from './oracle';
import { KNOWN, STRANGERS } from './people';

/** A mail from before the connection. */
interface Earlier {
  id: string;
  serial: number;
  at: Date;
  files: number[];
}

/** To somebody who is known, untracked. */
export function earlierSent(
  { id, serial, at, files }: Earlier,
  to: number,
): { mail: Outgoing; draft: Draft } {
  const known: readonly string[] = KNOWN.map(({ addresses }) => addresses[0]);
  const address = pick(known, to);
  const mail: Outgoing = {
    kind: 'outgoing',
    id,
    how: 'plain',
    token: '',
    link: '',
    image: '',
    at,
    subject: `Offer ${serial}`,
    to: address === undefined ? [] : [address],
    files,
    copies: [],
    late: false,
    historic: true,
  };
  return { mail, draft: sentDraft(mail, { how: 'plain', mark: 'all', dan: false }) };
}

/** An answer to one of those, or, of none, a mail that is about none of ours. */
export function earlierReceived(
  { id, serial, at, files }: Earlier,
  of: Outgoing | undefined,
): { mail: Incoming; draft: Draft } {
  const recipient = of?.to[0] ?? STRANGERS[0];
  const mail: Incoming = {
    kind: 'incoming',
    id,
    how: of === undefined ? 'person' : 'threaded',
    ...(of && { of, recipient }),
    colleague: false,
    files: of === undefined ? [] : files,
    cloud: [],
    copies: [],
    category: false,
    historic: true,
  };
  const draft =
    of === undefined
      ? otherDraft('person', { id, at, about: 'Offer' })
      : answerDraft(mail, of, { recipient, parent: of.id, serial, at });
  return { mail, draft };
}
