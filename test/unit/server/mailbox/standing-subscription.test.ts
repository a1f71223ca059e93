import type { Graph, GraphAnswer, GraphFailure, StandingSubscription } from '../../../../src/graph';
import { DEFAULT_RULE, type WatchedMailbox } from '../../../../src/server/mailbox/mailboxes';
import { prolong, replaceSubscription } from '../../../../src/server/mailbox/standing-subscription';

const NOW = new Date('2026-03-02T09:00:00Z');
const services = {
  clock: { now: () => NOW },
  urls: { app: 'https://app.example', tracking: '', files: '' },
  secrets: {
    master: { current: 0, keys: new Map() },
    deriveKey: () => Buffer.alloc(32),
    blobKey: () => Buffer.alloc(32),
  },
};
const mailbox: WatchedMailbox = {
  account: 1,
  id: '0d0d0d0d-0000-4000-8000-00000000000e',
  owner: 1,
  ownerActive: true,
  tenant: 't',
  access: 'application',
  graphUser: 'U',
  addresses: [],
  state: 'connecting',
  rule: DEFAULT_RULE,
  connectedAt: NOW,
  watermark: NOW,
  subscription: null,
  settings: {},
};
const OURS = {
  notificationUrl: 'https://app.example/api/graph/notifications',
  lifecycleNotificationUrl: 'https://app.example/api/graph/lifecycle',
};

const EXISTS: GraphFailure = { kind: 'exists', status: 409, code: 'ObjectIdentifierInUse' };
const REFUSED: GraphFailure = { kind: 'failed', status: 403, code: 'ExtensionError', retry: true };
const TOO_LONG: GraphFailure = { kind: 'tooLong', minutes: 4_230, status: 400, code: 'ExtensionError' };

interface World {
  standing: StandingSubscription[];
  /** What a create answers as long as one stands; with or without its id. */
  names?: boolean;
  refusesDeletes?: boolean;
  mostMinutes?: number;
}

/** The subscription service for one mailbox, and how long each life was that was asked for, in minutes. */
function service(world: World) {
  const lives: number[] = [];
  const minutes = (at: Date): number => Math.round((at.getTime() - NOW.getTime()) / 60_000);
  const given = (id: string, expiresAt: Date): GraphAnswer<StandingSubscription> => {
    lives.push(minutes(expiresAt));
    if (minutes(expiresAt) > (world.mostMinutes ?? 10_070)) return { ok: false, failure: TOO_LONG };
    return { ok: true, value: { id, expiresAt } };
  };
  const never = (): Promise<never> => Promise.reject(new Error('not asked here'));
  const graph: Graph = {
    listMessages: never,
    surveyMessages: never,
    findMessages: never,
    findSent: never,
    foldersDelta: never,
    messagesDelta: never,
    getFolder: never,
    getMessage: never,
    getMime: never,
    listAttachments: never,
    attachmentBytes: never,
    getUser: never,
    createSubscription: ({ expiresAt }) => {
      const [first] = world.standing;
      const failure: GraphFailure = { ...EXISTS, ...(world.names !== false && first && { id: first.id }) };
      return Promise.resolve(first ? { ok: false, failure } : given('new', expiresAt));
    },
    renewSubscription: (id, expiresAt) => Promise.resolve(given(id, expiresAt)),
    deleteSubscription: (id) => {
      if (world.refusesDeletes === true) return Promise.resolve({ ok: false, failure: REFUSED });
      world.standing = world.standing.filter((s) => s.id !== id);
      return Promise.resolve({ ok: true, value: undefined });
    },
    listSubscriptions: () => Promise.resolve({ ok: true, value: world.standing }),
  };
  return { graph, lives };
}

const replace = (world: World) => {
  const { graph, lives } = service(world);
  return replaceSubscription(services, graph, mailbox).then((answer) => ({ answer, lives }));
};
const old = (more: Partial<StandingSubscription> = {}): StandingSubscription => ({
  id: 'old',
  expiresAt: NOW,
  resource: '/Users/u/Messages',
  ...more,
});

test('a subscription that stands already is replaced, by the id that Graph names', async () => {
  expect((await replace({ standing: [old()] })).answer).toMatchObject({ ok: true, value: { id: 'new' } });
});

test('where Graph names no id, it is found by its resource, however that is spelt', async () => {
  const world: World = { standing: [old()], names: false };
  expect((await replace(world)).answer).toMatchObject({ ok: true, value: { id: 'new' } });
});

test('one that Graph does not let go of is taken over if it calls us, and only then', async () => {
  const ours = await replace({ standing: [old(OURS)], refusesDeletes: true });
  expect(ours.answer).toMatchObject({ ok: true, value: { id: 'old' } });
  const strange = old({ ...OURS, notificationUrl: 'https://elsewhere.example/' });
  const theirs = await replace({ standing: [strange], refusesDeletes: true });
  expect(theirs.answer).toMatchObject({ ok: false, failure: { kind: 'exists' } });
});

test('a life of under 10,070 minutes is asked for; told a shorter one, that is', async () => {
  expect((await replace({ standing: [] })).lives).toEqual([10_000]);
  const { answer, lives } = await replace({ standing: [], mostMinutes: 4_230 });
  expect(answer.ok).toBe(true);
  expect(lives).toEqual([10_000, 4_220]);
  const renewing = service({ standing: [], mostMinutes: 4_230 });
  expect((await prolong(services, renewing.graph, 'old')).ok).toBe(true);
});
