import { type Kysely, sql } from 'kysely';
import { addressesIn } from '../../core/incoming';
import { IncomingKind, type AttachmentView, type MessageView } from '../../core/api/shared';
import type { Database } from '../store/schema';
import { foldAddress } from './contacts';
import { latestEvents, linesOfMessages } from './event-views';
import {
  copiesOfLines,
  copiesShown,
  eventsOnRecord,
  marketingAmong,
  recordOfCopies,
  sentCounts,
  type RecordOf,
} from './marketing-views';
import { policyWords } from './policy-words';
import { recipientVisibleTo, type Viewer } from './visibility';

const PREVIEW_CHARACTERS = 600;
/** How many of its latest ledger rows a message shows by itself, and each of several on a page. */
const EVENTS_OF_ONE = 100;
const EVENTS_OF_EACH = 20;

const NOTHING = { opens: 0, clicks: 0, replies: 0 };

/** Makes the address of a file for this viewer, good for a few minutes. */
export type FileUrl = (file: {
  blob: string;
  name: string;
  contentType: string;
  disposition: 'attachment' | 'inline';
}) => string;

/**
 * Full views of these messages, in the order of the ids; ids the viewer may not see must be left out by the caller. `of`: on
 * whose record they are looked at: of marketing mail only what happened with them is told (L6).
 */
export async function messageViews(
  db: Kysely<Database>,
  viewer: Viewer,
  ids: readonly string[],
  fileUrl: FileUrl,
  of?: RecordOf,
): Promise<MessageView[]> {
  if (ids.length === 0) return [];
  const most = ids.length === 1 ? EVENTS_OF_ONE : EVENTS_OF_EACH;
  const { account } = viewer;
  const bulk = await marketingAmong(db, account, ids);
  // What went to thousands is never read whole.
  const others = ids.filter((id) => !bulk.includes(id));
  const [rows, ofOthers, senders, attachments, latest, unseen, originals] = await Promise.all([
    db
      .selectFrom('messages')
      .select([
        'id',
        'direction',
        'kind',
        'state',
        'subject',
        'at',
        'from_address',
        'from_name',
        'logged',
        'visibility',
        'narrowed_from',
        'tracked_image',
        'links_total',
        'links_tracked',
        'policy',
        'variant',
        'judged_kind',
        'evidence',
        'reply_to_message',
        'matched_by',
        'opens',
        'clicks',
        'replies',
        sql<string>`left(coalesce(new_text, text, ''), ${PREVIEW_CHARACTERS})`.as('preview'),
        sql<boolean>`quoted_html is not null`.as('has_quote'),
        sql<string | null>`case when direction = 'incoming' then (select h ->> 'value'
          from jsonb_array_elements(headers) h where lower(h ->> 'name') = 'reply-to' limit 1) end`.as(
          'reply_to',
        ),
      ])
      .where('account_id', '=', viewer.account)
      .where('id', 'in', [...ids])
      .execute(),
    others.length === 0
      ? []
      : db
          .selectFrom('message_recipients as r')
          .selectAll()
          .where('r.account_id', '=', viewer.account)
          .where('r.message_id', 'in', others)
          .where(recipientVisibleTo(viewer))
          .orderBy('r.idx')
          .execute(),
    db
      .selectFrom('message_senders as s')
      .innerJoin('contacts as c', (join) =>
        join.onRef('c.account_id', '=', 's.account_id').onRef('c.id', '=', 's.contact_id'),
      )
      .select(['s.message_id', 's.contact_id', 's.by_hand', 'c.name'])
      .where('s.account_id', '=', viewer.account)
      .where('s.message_id', 'in', [...ids])
      .orderBy('c.name')
      .orderBy('c.id')
      .execute(),
    db
      .selectFrom('attachments')
      .selectAll()
      .where('account_id', '=', viewer.account)
      .where('message_id', 'in', [...ids])
      .orderBy('n')
      .execute(),
    of === undefined
      ? latestEvents(db, viewer, ids, most)
      : [
          ...(others.length === 0 ? [] : await latestEvents(db, viewer, others, most)),
          ...(await eventsOnRecord(db, account, bulk, of, most)),
        ],
    hiddenRecipients(db, viewer, others),
    db
      .selectFrom('messages as reply')
      .innerJoin('messages as original', (join) =>
        join
          .onRef('original.account_id', '=', 'reply.account_id')
          .onRef('original.id', '=', 'reply.reply_to_message'),
      )
      .select(['reply.id', 'original.subject', 'original.kind'])
      .where('reply.account_id', '=', viewer.account)
      .where('reply.id', 'in', [...ids])
      .execute(),
  ]);
  const copies = await copiesShown(db, account, bulk, of);
  const named = await copiesOfLines(
    db,
    account,
    latest.filter(({ message_id: id }) => bulk.includes(id ?? '')),
  );
  const sent = await sentCounts(db, account, of ? [] : bulk);
  const recipients = [...ofOthers, ...copies];
  const shown = rows.map(({ id, kind, subject, state, policy }) => ({
    id,
    kind,
    subject,
    state,
    policy,
    recipients: [...recipients, ...named].filter((r) => r.message_id === id),
    hidden: unseen.filter(({ message }) => message === id).map(({ idx }) => idx),
  }));
  const [lines, hidden, elsewhere] = await Promise.all([
    linesOfMessages(db, viewer, shown, latest),
    hiddenCounts(db, viewer, unseen),
    answersGoTo(rows),
  ]);
  const sender = new Map(
    senders.filter((row) => !row.by_hand).map((row) => [row.message_id, row.contact_id]),
  );
  const original = new Map(originals.map((row) => [row.id, row]));
  const byId = new Map(rows.map((row) => [row.id, row]));

  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const senderContact = sender.get(id);
    const addedTo = senders
      .filter((row) => row.by_hand && row.message_id === id)
      .map(({ contact_id: contactId, name }) => ({ contactId, name }));
    const judged = IncomingKind.safeParse(row.judged_kind);
    const less = hidden.get(id) ?? NOTHING;
    const replyTo = elsewhere.get(id);
    const trackedAtAll = row.tracked_image || row.links_tracked > 0;
    const theirs =
      of && bulk.includes(id) ? recordOfCopies(copies.filter((c) => c.message_id === id)) : undefined;
    const total = sent.get(id) ?? 0;
    const view: MessageView = {
      id,
      direction: row.direction,
      kind: row.kind,
      state: row.state,
      subject: row.subject,
      at: (theirs?.at ?? row.at).toISOString(),
      from: {
        address: row.from_address,
        name: row.from_name,
        ...(senderContact !== undefined && { contactId: senderContact }),
      },
      ...(replyTo && { replyTo }),
      recipients: recipients
        .filter((r) => r.message_id === id)
        .map((r) => ({
          idx: r.idx,
          address: r.address,
          name: r.name,
          via: r.via,
          ...(r.contact_id !== null && { contactId: r.contact_id }),
          delivery: r.delivery,
          ...(r.delivery_detail !== null && { deliveryDetail: r.delivery_detail }),
        })),
      ...(total > copies.filter((c) => c.message_id === id).length && { recipientsInAll: total }),
      ...(addedTo.length > 0 && { addedTo }),
      logged: row.logged,
      visibility: { now: row.visibility, widest: row.narrowed_from ?? row.visibility },
      ...(row.variant > 0 && { sameId: true }),
      ...(row.policy['test'] === true && { test: true }),
      tracked:
        row.direction === 'incoming'
          ? null
          : {
              image: row.tracked_image && theirs?.image !== false,
              linksTracked: theirs?.links === false ? 0 : row.links_tracked,
              linksTotal: row.links_total,
              reasons: policyWords(row.policy),
            },
      ...(row.direction === 'incoming' &&
        judged.success && { judged: { kind: judged.data, evidence: row.evidence } }),
      ...(row.reply_to_message !== null && {
        answers: {
          messageId: row.reply_to_message,
          subject: original.get(id)?.subject ?? '',
          by: row.matched_by ?? '',
          ...(original.get(id)?.kind === 'marketing' && { marketing: true as const }),
        },
      }),
      // L6: what was only logged shows no opens or clicks.
      counts: theirs?.counts ?? {
        opens: trackedAtAll ? row.opens - less.opens : 0,
        clicks: trackedAtAll ? row.clicks - less.clicks : 0,
        replies: row.replies - less.replies,
      },
      preview: row.preview,
      hasQuote: row.has_quote,
      attachments: attachments
        .filter((a) => a.message_id === id)
        .map((a): AttachmentView => ({
          n: a.n,
          name: a.name,
          contentType: a.content_type,
          size: a.size,
          inline: a.inline,
          state: a.state,
          ...(a.reason !== null && { reason: a.reason }),
          ...(a.state === 'failed' && a.graph_id !== null && { retry: true as const }),
          ...(a.state === 'copied' &&
            a.blob_key !== null && {
              url: fileUrl({
                blob: a.blob_key,
                name: a.name,
                contentType: a.content_type,
                disposition: 'attachment',
              }),
            }),
        })),
      events: lines.get(id) ?? [],
      ...(latest.filter((event) => event.message_id === id).length === most && { moreEvents: true }),
    };
    return [view];
  });
}

/** Of mails whose Reply-To names others than who wrote it: those. */
async function answersGoTo(
  rows: readonly { id: string; from_address: string; reply_to: string | null }[],
): Promise<Map<string, NonNullable<MessageView['replyTo']>>> {
  const found = new Map<string, NonNullable<MessageView['replyTo']>>();
  for (const { id, from_address: from, reply_to: field } of rows) {
    const people = field === null ? [] : await addressesIn(field);
    if (people.some(({ address }) => foldAddress(address) !== foldAddress(from))) {
      found.set(
        id,
        people.map(({ address, name = '' }) => ({ address, name })),
      );
    }
  }
  return found;
}

interface RecipientOf {
  message: string;
  idx: number;
}

/** L5: the recipients of these messages whom this viewer may not see. */
async function hiddenRecipients(
  db: Kysely<Database>,
  viewer: Viewer,
  ids: readonly string[],
): Promise<RecipientOf[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('message_recipients as r')
    .select(['r.message_id as message', 'r.idx'])
    .where('r.account_id', '=', viewer.account)
    .where('r.message_id', 'in', [...ids])
    .where('r.via', '=', 'bcc')
    .where(sql<boolean>`not ${recipientVisibleTo(viewer)}`)
    .execute();
}

/** How much of each message's kept counts is by these recipients, from what is kept of each. */
async function hiddenCounts(
  db: Kysely<Database>,
  viewer: Viewer,
  hidden: readonly RecipientOf[],
): Promise<Map<string, typeof NOTHING>> {
  const counts = new Map<string, typeof NOTHING>();
  if (hidden.length === 0) return counts;
  const rows = await db
    .selectFrom('recipient_counts')
    .select(['message_id', 'opens', 'clicks', 'replies'])
    .where('account_id', '=', viewer.account)
    .where((eb) =>
      eb(
        eb.refTuple('message_id', 'recipient_idx'),
        'in',
        hidden.map(({ message, idx }) => eb.tuple(message, idx)),
      ),
    )
    .execute();
  for (const { message_id: message, opens, clicks, replies } of rows) {
    const sum = counts.get(message) ?? NOTHING;
    counts.set(message, {
      opens: sum.opens + opens,
      clicks: sum.clicks + clicks,
      replies: sum.replies + replies,
    });
  }
  return counts;
}
