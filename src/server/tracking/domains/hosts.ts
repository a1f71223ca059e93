import type { Kysely, Transaction } from 'kysely';
import { isIP } from 'node:net';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { trackingHost } from '../ticket-keys';

const CHANNEL = 'tracking-hosts';

type Addressed = Pick<Services, 'urls'>;

/** The host that the server was set up to track with. */
export const serverTrackingHost = ({ urls }: Addressed): string => trackingHost(new URL(urls.tracking).host);

/** A name of this machine, which only the sandbox tracks by. */
const isLoopbackName = (host: string): boolean => /(?:^|\.)localhost(?::\d+)?$/.test(host);

/** The origin that tickets for this host are made for. */
export function originOf(services: Addressed, host: string): string {
  if (host === serverTrackingHost(services)) return services.urls.tracking;
  return services.urls.sandbox !== undefined && isLoopbackName(host) ? `http://${host}` : `https://${host}`;
}

export type HostRead =
  { ok: true; host: string } | { ok: false; reason: 'form' | 'private' | 'app' | 'port' };

/**
 * Reads a tracking host as an administrator typed it, with or without `https://`. Not the app's own or that of the
 * files: a host that strangers' mail programs ask shows nothing else.
 */
export function readHost(services: Addressed, text: string): HostRead {
  const typed = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '');
  const url = URL.canParse(`https://${typed}`) ? new URL(`https://${typed}`) : undefined;
  if (!url || url.pathname !== '/' || url.search !== '' || url.username !== '' || url.hash !== '')
    return { ok: false, reason: 'form' };
  const host = trackingHost(url.host);
  if (host === serverTrackingHost(services)) return { ok: true, host };
  const { app, files, sandbox } = services.urls;
  if ([app, files].some((own) => trackingHost(new URL(own).host) === host))
    return { ok: false, reason: 'app' };
  if (sandbox !== undefined && isLoopbackName(host)) {
    return url.port === new URL(app).port ? { ok: true, host } : { ok: false, reason: 'port' };
  }
  if (url.port !== '') return { ok: false, reason: 'port' };
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(name) !== 0 || !name.includes('.')) return { ok: false, reason: 'form' };
  return /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/.test(name)
    ? { ok: false, reason: 'private' }
    : { ok: true, host };
}

/**
 * Every host that accounts track or have tracked with, by account, kept in memory. What was sent leads on without this
 * list, since the keys are bound to the host (C4): it only says which names are ours to answer for, and which marks.
 */
export class TrackingHosts {
  #byAccount = new Map<number, string[]>();
  #all: ReadonlySet<string>;
  readonly #own: string;

  constructor(services: Addressed) {
    this.#own = serverTrackingHost(services);
    this.#all = new Set([this.#own]);
  }

  has(host: string): boolean {
    return this.#all.has(host);
  }

  /** The server's own first. */
  all(): string[] {
    return [...this.#all];
  }

  /** Of an account, the present one first, the server's own among them. */
  of(account: number): readonly string[] {
    return this.#byAccount.get(account) ?? [this.#own];
  }

  async reload(db: Kysely<Database>): Promise<void> {
    const rows = await db
      .selectFrom('tracking_domains')
      .select(['account_id', 'host'])
      .orderBy('is_default', 'desc')
      .orderBy('added_at')
      .execute();
    const byAccount = new Map<number, string[]>();
    for (const { account_id: account, host } of rows) {
      byAccount.set(account, [...(byAccount.get(account) ?? []), host]);
    }
    for (const [account, hosts] of byAccount) byAccount.set(account, [...new Set([...hosts, this.#own])]);
    this.#byAccount = byAccount;
    this.#all = new Set([this.#own, ...rows.map(({ host }) => host)]);
  }

  /** Follows the store; resolves to what ends it. With the store down the server's own host stands. */
  async follow({ store, log }: Pick<Services, 'store' | 'log'>): Promise<() => Promise<void>> {
    const unread = (error: unknown): void =>
      log.warn({ err: error }, 'The tracking domains could not be read; those of before stand');
    try {
      const end = await store.listen(CHANNEL, () => void this.reload(store.db).catch(unread));
      await this.reload(store.db);
      return end;
    } catch (error) {
      unread(error);
      return async () => undefined;
    }
  }
}

const opened = new WeakMap<object, TrackingHosts>();

/** One list for all that answers in a process. */
export function openTrackingHosts(services: Addressed): TrackingHosts {
  const known = opened.get(services.urls);
  if (known) return known;
  const made = new TrackingHosts(services);
  opened.set(services.urls, made);
  return made;
}

/** Every node reads its list anew from the commit on. */
export const tellHosts = (store: Services['store'], trx: Transaction<Database>): Promise<void> =>
  store.notify(trx, CHANNEL, '');
