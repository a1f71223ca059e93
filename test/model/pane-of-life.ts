import { lookThrough, type WatchApi } from '../../src/addin/pane/watch/look';
import { makeGraph, type Graph } from '../../src/graph';
import { GRAPH, tokenIssuer, type EntraKeys } from '../../src/sandbox/entra';
import { SANDBOX_ADDIN_CLIENT_ID } from '../../src/sandbox/people';
import {
  notePaneLeft,
  paneLooked,
  paneMailbox,
  paneWatch,
  takeHandedOver,
  wantedItems,
} from '../../src/server/mailbox';
import type { WatchedMailbox } from '../../src/server/mailbox/mailboxes';
import type { Services } from '../../src/server/services';
import { employeeCalled } from '../fixtures/sandbox';
import type { Owner } from './oracle';
import type { VirtualTime } from './virtual-time';

/** As often as the pane does. */
const EVERY_MS = 2 * 60_000;

interface Parts {
  time: VirtualTime;
  keys: EntraKeys;
  fetch: Services['microsoft'];
  /** What a request works with that reaches the server; undefined: it is not there. */
  server: () => Services | undefined;
  account: number;
  owners: readonly Owner[];
}

/** The panes of a life's owners: each looks through its owner's mailbox while it is open. */
export class PaneOfLife {
  open = true;
  readonly #parts: Parts;
  readonly #eyes: readonly { graph: Graph; api: WatchApi }[];
  #looking: Promise<void> | undefined;
  #stop: () => void;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#eyes = parts.owners.map((owner, index) => ({
      graph: graphOf(parts, owner),
      api: apiOf(parts, index + 1),
    }));
    this.#stop = parts.time.after(EVERY_MS, () => this.#turn());
  }

  /** Looks once, now, with everything that happens over it. */
  async look(): Promise<void> {
    await this.settled();
    this.#looking = this.#look();
    await this.settled();
  }

  /** Until it has looked. */
  async settled(): Promise<void> {
    await this.#looking;
    this.#looking = undefined;
  }

  close(): void {
    this.#stop();
  }

  #turn(): void {
    if (this.open && this.#looking === undefined) this.#looking = this.#look();
    this.#stop = this.#parts.time.after(EVERY_MS, () => this.#turn());
  }

  async #look(): Promise<void> {
    for (const { graph, api } of this.#eyes) {
      // What failed is looked at anew in the next round.
      await lookThrough(graph, api, () => this.#parts.time.now(), new AbortController().signal).catch(
        () => undefined,
      );
    }
  }
}

function graphOf({ keys, time, fetch }: Parts, owner: Owner): Graph {
  const tokens = tokenIssuer(keys, time);
  const asked = { aud: GRAPH, azp: SANDBOX_ADDIN_CLIENT_ID, scp: 'Mail.Read' };
  const token = () => tokens.issueAccessToken(employeeCalled(owner), asked);
  return makeGraph({ fetch, token, now: () => time.now() });
}

/** The server's routes for a pane, without the way to them. */
function apiOf({ server, account }: Parts, user: number): WatchApi {
  const who = { account, user };
  const there = (): Services => {
    const services = server();
    if (!services) throw new Error('nobody listens');
    return services;
  };
  const own = async (id: string): Promise<[Services, WatchedMailbox]> => {
    const services = there();
    const mailbox = await paneMailbox(services, who, id);
    if (!mailbox) throw new Error('the pane watches no such mailbox');
    return [services, mailbox];
  };
  return {
    paneWatch: async () => paneWatch(there(), who),
    wanted: async (id, ids) => wantedItems(...(await own(id)), ids),
    handOver: async (id, item, mime) => {
      const [services, mailbox] = await own(id);
      const body = [Buffer.from(`${JSON.stringify(item)}\n`), Buffer.from(await mime.arrayBuffer())];
      const taken = await takeHandedOver(services, mailbox, piecesOf(body));
      if (taken !== 'taken') throw new Error(taken);
    },
    leave: async (id, left) => notePaneLeft(...(await own(id)), left),
    looked: async (id, look) => paneLooked(...(await own(id)), look),
  };
}

async function* piecesOf(body: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* body;
}
