import type pg from 'pg';
import { quoteChannel } from '../notifications';
import type { StoreAlarm } from '../port';
import { messageOf } from '../errors';

const PAUSES_MS = [100, 500, 2_000, 5_000] as const;

/**
 * One connection that only listens. When it breaks it is made again, and every listener is told (by an empty payload)
 * that messages may have been missed.
 */
export class PostgresListener {
  readonly #connect: () => Promise<pg.Client>;
  readonly #alarm: (alarm: StoreAlarm) => void;
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  #client: Promise<pg.Client> | undefined;
  /** Undefined while the connection is being made again. */
  #connected: pg.Client | undefined;
  #closed = false;

  constructor(connect: () => Promise<pg.Client>, alarm: (alarm: StoreAlarm) => void) {
    this.#connect = connect;
    this.#alarm = alarm;
  }

  async listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    const listener = (payload: string) => onMessage(payload);
    listeners.add(listener);
    this.#client ??= this.#open();
    const client = await this.#client;
    await client.query(`listen ${quoteChannel(channel)}`);
    return async () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#listeners.get(channel) !== listeners || this.#closed) return;
      this.#listeners.delete(channel);
      // A server that is ending must not wait for a database that is away; what is made again listens to none of this.
      await this.#connected?.query(`unlisten ${quoteChannel(channel)}`).catch(() => undefined);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  async #open(): Promise<pg.Client> {
    for (let attempt = 0; ; attempt += 1) {
      if (this.#closed) throw new Error('the store is closed');
      try {
        const client = await this.#connect();
        this.#watch(client);
        for (const channel of this.#listeners.keys()) await client.query(`listen ${quoteChannel(channel)}`);
        this.#connected = client;
        return client;
      } catch (error) {
        const message = messageOf(error);
        this.#alarm({ kind: 'listen', message: `PostgreSQL cannot be listened to: ${message}` });
        const pause = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)];
        await new Promise((resolve) => setTimeout(resolve, pause).unref());
      }
    }
  }

  #watch(client: pg.Client): void {
    client.on('notification', ({ channel, payload }) => this.#tell(channel, payload ?? ''));
    let broken = false;
    const onBroken = () => {
      if (broken || this.#closed) return;
      broken = true;
      this.#connected = undefined;
      client.end().catch(() => undefined);
      const reopened = this.#open();
      this.#client = reopened;
      reopened.then(
        () => this.#listeners.forEach((_listeners, channel) => this.#tell(channel, '')),
        () => undefined,
      );
    };
    client.on('error', onBroken);
    client.on('end', onBroken);
  }

  #tell(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
  }
}
