import { sql } from 'kysely';
import type { Notice } from '../../core/api/push';
import type { EventView } from '../../core/api/shared';
import { pickLanguage, type Language } from '../../core/texts';
import { eventViews, hitOfCause } from '../crm/event-views';
import { sharedLineVisibleTo } from '../crm/visibility';
import type { Services } from '../services';
import { timeOfUuidV7 } from '../store/uuid-v7';
import { NOTICE_TEXTS, type NoticeTexts, type TakenFor } from './notice-texts';

const SHOWN = 4;

/** A notice as its own user sees it; undefined: there is none of theirs by this id. */
export async function noticeView(
  { store }: Pick<Services, 'store'>,
  who: { account: number; user: number },
  id: string,
  /** BCP 47, best first: what their browser asks for, where they have chosen no language. */
  preferred: readonly string[] = [],
): Promise<Notice | undefined> {
  const rows = await store.db
    .selectFrom('notifications as n')
    .leftJoin('events as t', (join) =>
      join.onRef('t.account_id', '=', 'n.account_id').onRef('t.retracts', '=', 'n.seq'),
    )
    .innerJoin('events as e', (join) =>
      join.onRef('e.account_id', '=', 'n.account_id').onRef('e.seq', '=', 'n.seq'),
    )
    .select(['n.seq', 'n.shared', 'e.cause', 't.seq as back'])
    .where('n.account_id', '=', who.account)
    .where('n.user_id', '=', who.user)
    .where('n.notice_id', '=', id)
    .where((eb) => eb.or([eb('n.shared', '=', false), sharedLineVisibleTo(who, 'e')]))
    .orderBy('n.seq', 'desc')
    .execute();
  if (rows.length === 0) return undefined;
  const standing = rows.filter(({ back }) => back === null);
  const told = standing.length > 0 ? standing : rows;
  const views = await Promise.all(
    told.slice(0, SHOWN).map(({ seq }) =>
      eventViews(store.db, who, {
        user: who.user,
        after: seq - 1,
        before: seq + 1,
        limit: 1,
        order: 'asc',
      }),
    ),
  );
  const { preferences } = await store.db
    .selectFrom('users')
    .select('preferences')
    .where('account_id', '=', who.account)
    .where('id', '=', who.user)
    .executeTakeFirstOrThrow();
  const { language = 'automatic' } = preferences;
  return noticeWords(
    views.flat(),
    told.length,
    standing.length === 0 ? await takenForOf(store.db, who.account, rows) : undefined,
    language === 'automatic' ? pickLanguage(preferred) : language,
  );
}

/** What these events were, all of which were taken back: as the hits that made them are judged now. */
async function takenForOf(
  db: Services['store']['db'],
  account: number,
  events: readonly { cause: string; shared: boolean }[],
): Promise<TakenFor> {
  const known = events.flatMap(({ cause }) => hitOfCause(cause) ?? []);
  const hits =
    known.length === 0
      ? []
      : await db
          .selectFrom('hits')
          .select(['id', 'verdict'])
          .select(sql<boolean>`features -> 'own' -> 'colleague' is not null`.as('colleague'))
          .where('account_id', '=', account)
          .where('id', 'in', known)
          .where('at', 'in', known.map(timeOfUuidV7))
          .execute();
  const kinds = events.map(({ cause, shared }): TakenFor => {
    const hit = hits.find((one) => one.id === hitOfCause(cause));
    if (hit?.verdict === 'machine') return 'scanner';
    // Of what is told to a team, the sender's own look is not this person's.
    return hit?.verdict === 'self' && !hit.colleague && !shared ? 'self' : 'else';
  });
  const [first = 'else'] = kinds;
  return kinds.every((kind) => kind === first) ? first : 'else';
}

/** What a notification says. `count`: how many events it stands for, of which `events` are the newest. */
export function noticeWords(
  events: readonly EventView[],
  count: number,
  /** Undefined: something of it stands. */
  takenFor?: TakenFor,
  language: Language = 'en',
): Notice {
  const words = NOTICE_TEXTS[language];
  const sentence = (event: EventView): string => sentenceOf(event, words);
  const [first] = events;
  const path = count === 1 && first ? pathOf(first) : '/';
  const takenBack = takenFor !== undefined;
  if (takenFor !== undefined) {
    const subject = count === 1 ? first?.message?.subject : undefined;
    return {
      title: words.was[takenFor],
      body: subject === undefined ? words.manyTakenBack(count) : words.takenBack(subject),
      path,
      takenBack,
    };
  }
  if (count === 1 && first) {
    const says = first.kind === 'mailbox' || first.kind === 'workflow';
    const body = says ? words.said(first.note ?? '') : (first.message?.subject ?? '');
    return { title: sentence(first), body, path, takenBack };
  }
  const lines = events.map((event) =>
    event.message ? `${sentence(event)}: ${event.message.subject}` : sentence(event),
  );
  const more = count - events.length;
  return {
    title: words.many(count),
    body: [...lines, ...(more > 0 ? [words.more(more)] : [])].join('\n'),
    path,
    takenBack,
  };
}

function pathOf(event: EventView): string {
  if (event.message) return `/messages/${event.message.id}`;
  if (event.kind === 'workflow' && event.who?.contactId !== undefined) {
    return `/contacts/${event.who.contactId}`;
  }
  if (event.kind !== 'mailbox') return '/';
  return event.mailbox ? `/settings/mailboxes/${event.mailbox.id}` : '/settings';
}

function sentenceOf(event: EventView, words: NoticeTexts): string {
  if (event.kind === 'mailbox') {
    return event.mailbox ? words.mailbox(event.mailbox.address) : words.administrator;
  }
  const who = event.who?.name;
  if (event.kind === 'open') return words.opened(who);
  if (event.kind === 'click') {
    const link = event.link && (event.link.text || event.link.target);
    return link ? words.clicked(who, link) : words.clickedLink(who);
  }
  if (event.kind === 'reply') return words.replied(who);
  if (event.kind === 'reminder') return words.noReplyYet;
  if (event.kind === 'workflow') return words.workflow(event.who?.name);
  return words.bounced(who);
}
