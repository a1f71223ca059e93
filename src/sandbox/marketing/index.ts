import { join } from 'node:path';
import type { Clock } from '../clock';
import type { Mailboxes } from '../mailboxes';
import { personByAddress } from '../people';
import type { Timers } from '../timers';
import { perform } from './acts';
import { openAsker } from './ask';
import { recipientAt } from './manners';
import { openPace } from './pace';
import { nameOfAct, needsMail, planOf, type Act } from './plan';
import { openRecord, type Delivery, type MarketingRecord } from './record';
import { openSink } from './sink';

export { recipientAt, type Recipient, type Temper } from './manners';
export type { Delivery, MarketingRecord, Refused } from './record';

/**
 * After a start nobody goes on sooner: the server first offers again what it had on the way when it was killed, and what is
 * looked at in that moment would seem to be looked at by a machine.
 */
const REST_MS = 12_000;

/** Everybody in the sandbox's world behaves by this chance, unless a test wants another. */
export const SEED = 'sandbox';

export interface MarketingOptions {
  /** 0 takes any free port. */
  port: number;
  /** `DATA_DIR/sandbox` */
  dir: string;
  mailboxes: Mailboxes;
  clock: Clock;
  timers: Timers;
  /** 1: recipients do all they do within some seventy seconds; 10: ten times as fast, as far as people can be. */
  speed: number;
  seed?: string;
  onError(error: unknown): void;
}

/** The world outside for marketing mail: its SMTP servers, and the people behind them. */
export interface MarketingWorld {
  /** Of the SMTP server, on 127.0.0.1. */
  port: number;
  record: MarketingRecord;
  /** What recipients have still to do. */
  waiting(): number;
  /** Resolves when nothing that was due is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it; recipients go on with what they had not done yet when the process ended. */
export async function openMarketingWorld(options: MarketingOptions): Promise<MarketingWorld> {
  const { mailboxes, clock, speed, seed = SEED } = options;
  const record = await openRecord(join(options.dir, 'marketing', 'record.jsonl'));
  const asker = openAsker();
  const pace = openPace(options.timers, (error) => options.onError(error));

  const actsOn = (mail: { to: string; id: string; links: number }): Act[] =>
    personByAddress(mail.to) === undefined
      ? planOf(recipientAt(mail.to, seed), mail, { seed, speed })
      : [{ kind: 'deliver', after: 0 }];

  let left = 0;
  /**
   * One act after the other, as far apart as planned, however late the first is: after a standstill nobody does at once what
   * they would have done in half a minute, and is taken for a machine.
   */
  function follow(mail: Delivery, notBefore = 0): void {
    const who = recipientAt(mail.to, seed);
    const acts = actsOn({ to: mail.to, id: mail.id, links: mail.links.length }).filter(
      (act) => !mail.done.has(nameOfAct(act)),
    );
    left += acts.length;
    const next = (n: number, after: number): void => {
      const act = acts[n];
      if (act === undefined) return;
      pace.add({
        after,
        run: async () => {
          const outcome = await perform({ asker, mailboxes, clock }, who, mail, act);
          await record.did(mail, nameOfAct(act), outcome, clock.now().getTime());
          left -= 1;
          next(n + 1, (acts[n + 1]?.after ?? 0) - act.after);
        },
      });
    };
    next(0, Math.max(notBefore, (acts[0]?.after ?? 0) - (clock.now().getTime() - mail.at)));
  }

  for (const mail of record.deliveries()) follow(mail, REST_MS);
  const sink = await openSink({
    port: options.port,
    seed,
    clock,
    record,
    keepsMail: (mail) => actsOn(mail).some(needsMail),
    onTaken: (mail) => follow(mail),
  });
  return {
    port: sink.port,
    record,
    waiting: () => left,
    settled: () => pace.settled(),
    close: async () => {
      await sink.close();
      await pace.close();
      asker.close();
      await record.close();
    },
  };
}
