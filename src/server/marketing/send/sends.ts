import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { MarketingSettings } from '../../../core/api/marketing';
import { Content } from '../../../core/marketing/content';
import { makeToken, type Ticket } from '../../../core/token';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { seal, unseal } from '../../store/sealed';

const LABEL = 'marketing-ticket/1';

const StoredTicket = z.object({
  v: z.literal(1),
  kid: z.number().int(),
  id: z.string(),
  imageKey: z.string(),
  linkKey: z.string(),
  reportKey: z.string(),
  trackingUrl: z.string(),
  expiresAt: z.string(),
});

/** A token's index is three bytes: the last one is nobody's, and stands for each copy's own while a copy is made. */
export const PLACEHOLDER_IDX = 0xffffff;

/** What a message is sent from, frozen as sending began. */
export interface Send {
  account: number;
  message: string;
  kind: 'bulk' | 'single' | 'test';
  user: number;
  content: Content;
  settings: MarketingSettings;
  ticket: Ticket;
  nonce: string;
  /** Envelope sender where a copy has no Reply-to of its own. */
  mailFrom: string;
  testOf: string | null;
  createdAt: Date;
}

export type SendRow = Selectable<Database['marketing_sends']>;

export const sealTicket = (services: Pick<Services, 'secrets'>, ticket: Ticket): string =>
  seal(services.secrets, LABEL, ticket);

export function readSend(services: Pick<Services, 'secrets'>, row: SendRow): Send {
  return {
    account: row.account_id,
    message: row.message_id,
    kind: row.kind,
    user: row.user_id,
    content: Content.parse(row.content),
    settings: MarketingSettings.parse(row.settings),
    ticket: StoredTicket.parse(unseal(services.secrets, LABEL, row.ticket)),
    nonce: row.nonce,
    mailFrom: row.mail_from,
    testOf: row.test_of,
    createdAt: row.created_at,
  };
}

export const sendRow = (
  db: Kysely<Database>,
  account: number,
  message: string,
): Promise<SendRow | undefined> =>
  db
    .selectFrom('marketing_sends')
    .selectAll()
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .executeTakeFirst();

export const tokenOf = ({ ticket, nonce }: Pick<Send, 'ticket' | 'nonce'>, idx: number): string =>
  makeToken(ticket, nonce, idx);

/** From, in lower case; a message that is sent has one. */
export function fromOf({ settings }: Pick<Send, 'settings'>): {
  address: string;
  name: string;
  domain: string;
} {
  const address = settings.from?.address.toLowerCase() ?? '';
  return { address, name: settings.from?.name ?? '', domain: address.slice(address.lastIndexOf('@') + 1) };
}

/** Fixed before the first try, the same in each, and what answers it names the copy by itself. */
export const messageIdOf = (send: Pick<Send, 'settings'>, token: string): string =>
  `<${token}@${fromOf(send).domain}>`;
