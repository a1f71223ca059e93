import { z } from 'zod';
import { Id } from '../../core/api/shared';
import type { Services } from '../services';
import { seal, unseal } from '../store/sealed';

const LABEL = 'recipient-page/1';
/** Long enough for a mail that lies unread over a night; the mailbox may be somebody else's next month. */
const CONFIRMED_MS = 24 * 3_600_000;

/** What an address of the recipient's page stands for. Nobody reads it out of the address, or makes one. */
const Grant = z.union([
  /** One recipient's copy of one message: good for as long as the message. */
  z.object({ a: z.number().int(), m: Id, r: z.number().int() }).strict(),
  /** Whoever reads this mailbox; `a`: at one account alone, else at all that wrote to it. */
  z.object({ to: z.string(), a: z.number().int().optional(), until: z.number() }).strict(),
]);
export type Grant = z.infer<typeof Grant>;

type Needs = Pick<Services, 'secrets' | 'urls' | 'clock'>;

const address = ({ secrets, urls }: Needs, grant: Grant): string =>
  `${urls.tracking}/p/${seal(secrets, LABEL, grant)}`;

/** P6: the address of "what is tracked about me" for one recipient of a message. */
export const copyPage = (
  services: Needs,
  copy: { account: number; message: string; recipient: number },
): string => address(services, { a: copy.account, m: copy.message, r: copy.recipient });

/** The page for somebody who showed that they read this mailbox; good for a day. `address`: folded. */
export const mailboxPage = (services: Needs, to: string, account?: number): string =>
  address(services, {
    to,
    until: services.clock.now().getTime() + CONFIRMED_MS,
    ...(account !== undefined && { a: account }),
  });

/** Undefined: not one of ours, or its day is over. */
export function readGrant({ secrets, clock }: Needs, text: string): Grant | undefined {
  const read = Grant.safeParse(unseal(secrets, LABEL, text));
  if (!read.success) return undefined;
  const grant = read.data;
  return 'until' in grant && grant.until < clock.now().getTime() ? undefined : grant;
}
