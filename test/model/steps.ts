import { chanceOf } from './chance';
import type { Way } from './ways';

/** How the sent copy shows what it is: in all three ways, or by one alone. */
export type Mark = 'all' | 'property' | 'header' | 'body';
/** What a mail that is about one of ours is, and how it says which. */
export type Answer =
  | 'threaded'
  | 'references'
  | 'quote'
  | 'wrapped'
  | 'new subject'
  | 'to an answer'
  | 'second address'
  | 'colleague'
  | 'absence'
  | 'bounce'
  | 'delay'
  | 'receipt'
  | 'ticket'
  | 'accepted';
/** What a mail that is about none of ours is. */
export type Other = 'person' | 'same subject' | 'newsletter' | 'invitation' | 'stranger bounce';
export type Sending = 'tracked' | 'plain' | 'stranger' | 'private' | 'colleague';

/**
 * One thing that happens. Numbers from 0 to 1 choose among what is there when it happens, so that a life from which
 * steps were taken out is still one.
 */
export type Step =
  | MailStep
  | PersonStep
  | WayStep
  | { do: 'pass'; seconds: number }
  | { do: 'sleep'; hours: number }
  | { do: 'kill'; after: number }
  | { do: 'down' }
  | { do: 'up' }
  /** A thing that happens between two requests of the server's. */
  | { do: 'meanwhile'; after: number; what: MailStep }
  | { do: 'poison'; item: number }
  | { do: 'settle' }
  /** Days in which nothing happens and everything works: the server is looked at twice in each. */
  | { do: 'days'; days: number }
  /** Somebody who is not Microsoft calls the notification addresses. */
  | { do: 'forge'; seal: 'none' | 'wrong' | 'cut'; event: 'created' | 'missed' | 'subscriptionRemoved' }
  | Trouble;

/** What people do in Mailtrail; numbers choose as above. */
export type PersonStep =
  | { do: 'undo'; which: number }
  | { do: 'log again'; which: number }
  | { do: 'move log'; which: number; to: number }
  | { do: 'pause'; owner: number }
  | { do: 'resume' }
  | { do: 'look back' };

/** What happens to the way into the mailboxes. */
export type WayStep =
  /** Where the owner's consent opens them: it is withdrawn, its tokens expire, it is given again. */
  | { do: 'consent'; how: 'withdrawn' | 'expired' | 'given'; owner: number }
  /** Where the pane watches. */
  | { do: 'pane'; open: boolean };

/** What happens to mail. */
export type MailStep =
  | {
      do: 'send';
      how: Sending;
      mark: Mark;
      to: number;
      cc: number;
      files: number;
      late: boolean;
      dan: boolean;
    }
  | { do: 'release' }
  | {
      do: 'answer';
      how: Answer;
      of: number;
      files: number;
      to: number;
      delayed: number;
      both: boolean;
      cloud: boolean;
      category: boolean;
    }
  | { do: 'other'; how: Other; of: number; to: number; old: boolean; category: boolean }
  /** Mail from before the connection, which only a look back may find. */
  | { do: 'earlier'; how: 'sent' | 'answer' | 'person'; of: number; days: number; files: number }
  | { do: 'categorise'; item: number }
  | { do: 'move'; item: number; to: number }
  | { do: 'delete'; item: number }
  | { do: 'read'; item: number }
  | { do: 'make folder' }
  | { do: 'remove folder'; which: number };

/** What goes wrong between server and mailboxes, until something else is said. */
export type Trouble =
  | { do: 'network'; well: boolean }
  | { do: 'graph'; how: 'well' | 'unavailable' | 'flaky' | 'throttled' | 'revoked' }
  | { do: 'entra'; well: boolean }
  | { do: 'notifications'; how: 'well' | 'lost' | 'doubled' | 'reordered' | 'late' | 'slow' }
  | { do: 'lose delta'; how: 'gone' | 'syncStateNotFound' }
  | { do: 'delta'; replays: boolean; emptyPages: boolean; smallPages: boolean }
  /** So many touches or requests after the next page of changes that names mail, the server dies or hears nothing. */
  | { do: 'break off'; how: 'kill' | 'network'; after: number }
  | { do: 'lifecycle'; event: 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired' }
  | { do: 'unsubscribe' }
  | { do: 'heal' };

const ANSWERS: readonly [Answer, number][] = [
  ['threaded', 10],
  ['references', 3],
  ['quote', 3],
  ['wrapped', 2],
  ['new subject', 2],
  ['to an answer', 3],
  ['second address', 2],
  ['colleague', 2],
  ['absence', 3],
  ['bounce', 2],
  ['delay', 1],
  ['receipt', 2],
  ['ticket', 2],
  ['accepted', 1],
];
const OTHERS: readonly [Other, number][] = [
  ['person', 4],
  ['same subject', 2],
  ['newsletter', 3],
  ['invitation', 1],
  ['stranger bounce', 1],
];
const SENDINGS: readonly [Sending, number][] = [
  ['tracked', 12],
  ['plain', 4],
  ['stranger', 2],
  ['private', 1],
  ['colleague', 1],
];
const MARKS: readonly [Mark, number][] = [
  ['all', 6],
  ['property', 1],
  ['header', 1],
  ['body', 2],
];

/**
 * What happens where a pane watches: it asks for mail by the time of its arrival, so nothing that came earlier appears
 * later; there are no notifications and no changes of folders; what is logged anew, the server would have to fetch.
 */
function inPane(step: Step): Step[] {
  switch (step.do) {
    case 'send':
      return [{ ...step, late: false }];
    case 'answer':
      return [{ ...step, delayed: 0, cloud: false }];
    case 'meanwhile':
      return inPane(step.what).flatMap((what) => (isMail(what) ? [{ ...step, what }] : []));
    case 'release':
    case 'earlier':
    case 'move':
    case 'categorise':
    case 'make folder':
    case 'remove folder':
    case 'notifications':
    case 'lose delta':
    case 'delta':
    case 'break off':
    case 'lifecycle':
    case 'unsubscribe':
    case 'days':
    case 'forge':
    case 'log again':
    case 'look back':
      return [];
    default:
      return [step];
  }
}

const isMail = (step: Step): step is MailStep =>
  ['send', 'answer', 'other', 'delete', 'read'].includes(step.do);

/** A life of so many steps; of fewer where a pane watches. */
export function lifeOf(seed: number, length: number, way: Way): Step[] {
  const chance = chanceOf(seed);
  const below = (n: number): number => Math.floor(chance() * n);
  const once = (share: number): boolean => chance() < share;
  const weighed = <T>(list: readonly [T, number][]): T => {
    let at = chance() * list.reduce((all, [, weight]) => all + weight, 0);
    for (const [value, weight] of list) if ((at -= weight) < 0) return value;
    throw new Error('weights add up');
  };
  const mail: readonly [() => MailStep, number][] = [
    [
      () => ({
        do: 'send',
        how: weighed(SENDINGS),
        mark: weighed(MARKS),
        to: chance(),
        cc: once(0.2) ? chance() : -1,
        files: once(0.25) ? 1 + below(2) : 0,
        late: once(0.12),
        dan: once(0.15),
      }),
      12,
    ],
    [() => ({ do: 'release' }), 2],
    [
      () => ({
        do: 'answer',
        how: weighed(ANSWERS),
        of: chance(),
        files: once(0.15) ? 1 : 0,
        to: once(0.15) ? chance() : -1,
        delayed: once(0.15) ? 1 + below(60) : 0,
        both: once(0.12),
        cloud: once(0.08),
        category: once(0.2),
      }),
      18,
    ],
    [
      () => ({
        do: 'other',
        how: weighed(OTHERS),
        of: chance(),
        to: once(0.15) ? chance() : -1,
        old: once(0.1),
        category: once(0.2),
      }),
      5,
    ],
    [
      () => ({
        do: 'earlier',
        how: weighed([
          ['sent', 3],
          ['answer', 2],
          ['person', 1],
        ]),
        of: chance(),
        days: 1 + below(25),
        files: once(0.2) ? 1 : 0,
      }),
      3,
    ],
    [() => ({ do: 'move', item: chance(), to: chance() }), 9],
    [() => ({ do: 'delete', item: chance() }), 4],
    [() => ({ do: 'read', item: chance() }), 8],
    [() => ({ do: 'categorise', item: chance() }), 2],
    [() => ({ do: 'make folder' }), 2],
    [() => ({ do: 'remove folder', which: chance() }), 1],
  ];
  const mailStep = (): MailStep => weighed(mail)();
  const consenting: readonly [() => Step, number][] = [
    [
      () => ({
        do: 'consent',
        how: weighed([
          ['withdrawn', 2],
          ['expired', 1],
          ['given', 4],
        ]),
        owner: chance(),
      }),
      4,
    ],
    // A token is good for an hour.
    [() => ({ do: 'pass', seconds: 3_000 + below(1_500) }), 2],
  ];
  const makers: readonly [() => Step, number][] = [
    [mailStep, 60],
    [() => ({ do: 'meanwhile', after: below(25), what: mailStep() }), 8],
    [() => ({ do: 'pass', seconds: once(0.8) ? below(20) : below(900) }), 26],
    [() => ({ do: 'sleep', hours: 1 + below(8) }), 1],
    [() => ({ do: 'kill', after: below(60) }), 4],
    [() => ({ do: 'down' }), 2],
    [() => ({ do: 'up' }), 4],
    [() => ({ do: 'network', well: once(0.6) }), 3],
    [
      () => ({
        do: 'graph',
        how: weighed([
          ['well', 5],
          ['unavailable', 1],
          ['flaky', 2],
          ['throttled', 2],
          ['revoked', 1],
        ]),
      }),
      5,
    ],
    [() => ({ do: 'entra', well: once(0.7) }), 1],
    [
      () => ({
        do: 'notifications',
        how: weighed([
          ['well', 3],
          ['lost', 2],
          ['doubled', 1],
          ['reordered', 1],
          ['late', 1],
          ['slow', 1],
        ]),
      }),
      5,
    ],
    [() => ({ do: 'lose delta', how: once(0.5) ? 'gone' : 'syncStateNotFound' }), 3],
    [() => ({ do: 'delta', replays: once(0.4), emptyPages: once(0.4), smallPages: once(0.6) }), 2],
    [
      () => ({
        do: 'lifecycle',
        event: weighed([
          ['missed', 2],
          ['subscriptionRemoved', 1],
          ['reauthorizationRequired', 1],
        ]),
      }),
      2,
    ],
    [() => ({ do: 'unsubscribe' }), 1],
    [() => ({ do: 'poison', item: chance() }), 2],
    [() => ({ do: 'heal' }), 2],
    [() => ({ do: 'settle' }), 1],
    [() => ({ do: 'days', days: 4 + below(9) }), 0.3],
    [
      () => ({
        do: 'forge',
        seal: weighed([
          ['none', 1],
          ['wrong', 2],
          ['cut', 1],
        ]),
        event: weighed([
          ['created', 1],
          ['missed', 1],
          ['subscriptionRemoved', 2],
        ]),
      }),
      1.5,
    ],
    [() => ({ do: 'undo', which: chance() }), 4],
    [() => ({ do: 'log again', which: chance() }), 1.5],
    [() => ({ do: 'move log', which: chance(), to: chance() }), 1.5],
    [() => ({ do: 'pause', owner: chance() }), 0.7],
    [() => ({ do: 'resume' }), 1.5],
    [() => ({ do: 'look back' }), 1],
    ...(way === 'delegated' ? consenting : []),
    ...(way === 'pane' ? [[() => ({ do: 'pane', open: once(0.7) }), 4] satisfies [() => Step, number]] : []),
  ];
  /** Mail that a listing of the latest does not show, and a round that is broken off as it finds it. */
  const brokenRound = (): Step[] => [
    ...Array.from({ length: 1 + below(3) }, (): Step => ({
      do: 'answer',
      how: weighed(ANSWERS),
      of: chance() * 0.6,
      files: once(0.2) ? 1 : 0,
      to: -1,
      delayed: 15 + below(45),
      both: false,
      cloud: false,
      category: false,
    })),
    { do: 'break off', how: once(0.6) ? 'kill' : 'network', after: below(40) },
    { do: 'pass', seconds: 301 + below(400) },
  ];
  const steps: Step[] = [];
  while (steps.length < length) steps.push(...(once(0.04) ? brokenRound() : [weighed(makers)()]));
  const life = steps.slice(0, length);
  return way === 'pane' ? life.flatMap(inPane) : life;
}
