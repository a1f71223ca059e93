import { type Kysely, sql } from 'kysely';
import type {
  MarketingSettings,
  ReplyToAnswer,
  ReplyToOptions,
  ReplyToRefusal,
} from '../../../core/api/marketing';
import { foldAddress } from '../../crm/contacts';
import type { Database, MailboxState } from '../../store/schema';
import { testOf } from './address-tests';
import { refusalWords } from './words';

/** A mailbox of the account, with what tells whether answers that come to it are seen. */
interface Box {
  id: string;
  kind: 'personal' | 'team';
  address: string;
  aliases: string[];
  state: MailboxState;
  owner: string | null;
  owner_status: string | null;
  gap: boolean;
}

/** With a space, a comma or brackets it would be several, or a name too. */
export const isAddress = (address: string): boolean =>
  /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/.test(address);

async function boxes(db: Kysely<Database>, account: number, address?: string): Promise<Box[]> {
  const { rows } = await sql<Box>`
    select b.id, b.kind, b.address, b.aliases, b.state, u.name as owner, u.status as owner_status,
      exists (select 1 from mailbox_gaps g where g.account_id = b.account_id and g.mailbox_id = b.id
        and g.ended_at is null) as gap
    from mailboxes b left join users u on u.account_id = b.account_id and u.id = b.owner_user_id
    where b.account_id = ${account} ${
      address === undefined
        ? sql``
        : sql`and (lower(b.address) = ${address} or b.aliases ? ${address}
            or b.id = (select p.mailbox_id from reply_addresses p where p.account_id = b.account_id and p.address = ${address}))`
    }
    order by b.address`.execute(db);
  return rows;
}

/** M2, M3: why answers that come to a mailbox would not be seen; undefined: they are. */
function refusalOf(box: Box): ReplyToRefusal | undefined {
  if (box.owner_status !== null && box.owner_status !== 'active') return 'owner-disabled';
  if (box.state !== 'watching') return box.state;
  // S4: the state is what Microsoft said last, and the doctor has found that nobody has looked since.
  return box.gap ? 'failing' : undefined;
}

const preferred = (found: readonly Box[]): Box | undefined =>
  found.find((box) => refusalOf(box) === undefined) ?? found[0];

/** Whether an address may be a Reply-to: of a connected mailbox of this account that is watched, or the reason why not. */
export async function replyToAnswer(
  db: Kysely<Database>,
  account: number,
  given: string,
  now: Date,
): Promise<ReplyToAnswer> {
  const address = foldAddress(given);
  const refused = (reason: ReplyToRefusal, more: Partial<ReplyToAnswer> & { name?: string } = {}) => {
    const { name, ...rest } = more;
    const words = refusalWords(reason, rest.mailbox?.address ?? address, name);
    return { address, ok: false, reason, words, mayTest: false, ...rest };
  };
  if (!isAddress(address)) return refused('not-an-address');
  const box = preferred(await boxes(db, account, address));
  if (box) {
    const mailbox = { id: box.id, address: box.address };
    const reason = refusalOf(box);
    return reason === undefined
      ? { address, ok: true, mailbox, mayTest: false }
      : refused(reason, { mailbox });
  }
  const user = await db
    .selectFrom('users')
    .select('name')
    .where('account_id', '=', account)
    .where('email', '=', address)
    .executeTakeFirst();
  if (user) return refused('not-connected', { name: user.name });
  const connected = await boxes(db, account);
  if (!connected.some((one) => refusalOf(one) === undefined)) return refused('not-connected');
  const test = await testOf(db, account, address, now);
  return refused('unknown-alias', { mayTest: true, ...(test && { test }) });
}

/** M2: the account's mailboxes with every address that leads to each. */
export async function replyToOptions(db: Kysely<Database>, account: number): Promise<ReplyToOptions> {
  const all = await boxes(db, account);
  const proven = await db
    .selectFrom('reply_addresses')
    .select(['address', 'mailbox_id'])
    .where('account_id', '=', account)
    .where('mailbox_id', 'is not', null)
    .orderBy('address')
    .execute();
  return {
    mailboxes: all.map((box) => {
      const refused = refusalOf(box);
      const listed = box.aliases.map(foldAddress);
      return {
        id: box.id,
        kind: box.kind,
        address: box.address,
        ...(box.owner !== null && { owner: box.owner }),
        aliases: [
          ...listed.map((address) => ({ address, by: 'directory' as const })),
          ...proven
            .filter((one) => one.mailbox_id === box.id && !listed.includes(one.address))
            .map(({ address }) => ({ address, by: 'test' as const })),
        ],
        ...(refused !== undefined && { refused, words: refusalWords(refused, box.address) }),
      };
    }),
  };
}

/** The addresses that a message's Reply-to needs watched, whoever gets it: of "contact owner", the fallback's alone. */
export function neededReplyTo({ from, replyTo }: Pick<MarketingSettings, 'from' | 'replyTo'>): string[] {
  switch (replyTo?.kind) {
    case undefined:
      return [];
    case 'mailbox':
      return [foldAddress(replyTo.address)];
    case 'from':
      return from ? [foldAddress(from.address)] : [];
    case 'owner':
      return replyTo.fallback?.kind === 'mailbox' ? [foldAddress(replyTo.fallback.address)] : [];
  }
}

/** M10: whether answers to a message would be seen now; asked when it is chosen, when sending begins, and while it goes on. */
export async function replyToStillWatched(
  db: Kysely<Database>,
  account: number,
  settings: Pick<MarketingSettings, 'from' | 'replyTo'>,
  now: Date,
): Promise<{ ok: true } | { ok: false; answer: ReplyToAnswer }> {
  for (const address of neededReplyTo(settings)) {
    const answer = await replyToAnswer(db, account, address, now);
    if (!answer.ok) return { ok: false, answer };
  }
  return { ok: true };
}
