import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { insertContacts } from '../../../src/server/crm/contacts-to-make';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { employeeCalled } from '../../fixtures/sandbox';
import { rawOf } from '../../model/mails';
import { collectGarbage, processorTime, table } from '../measure';
import { openWatched } from './watched';

const ALICE = employeeCalled('alice').address;
const WRITTEN = 150;

/** The corpus, or written mails where it is not there. */
function mailsIn(corpus: string): Buffer[] {
  if (existsSync(corpus)) {
    return readdirSync(corpus)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFileSync(join(corpus, name)));
  }
  process.stdout.write(`${corpus} is not there: ${WRITTEN} written mails are filed\n`);
  return Array.from({ length: WRITTEN }, (_, n) =>
    rawOf({
      from: `Writer ${n} <writer-${n}@partner.example>`,
      to: [ALICE],
      subject: `Mail ${n}`,
      id: `<bench-${n}@partner.example>`,
      at: new Date(),
      html: `<p>${'Some words of a mail. '.repeat(60)}</p>`,
      files: n % 5 === 0 ? [n] : [],
      travelled: true,
    }),
  );
}

/** The same mail under an id of its own, which has travelled, so that each is a message and none is a sent copy. */
function anew(raw: Buffer, n: number): Buffer {
  const text = raw.toString('latin1');
  const head = /^[\s\S]*?\r?\n\r?\n/.exec(text)?.[0] ?? text;
  const bare = head.replace(/^message-id:.*(?:\r?\n[ \t].*)*\r?\n/gim, '');
  const added = `Received: from mx.example; Mon, 02 Mar 2026 09:00:00 +0000\r\nMessage-ID: <bench-${n}@corpus.example>\r\n`;
  return Buffer.from(added + bare + text.slice(head.length), 'latin1');
}

async function sendersOf(mails: readonly Buffer[]): Promise<string[]> {
  const found = new Set<string>();
  for (const raw of mails) {
    const address = (await PostalMime.parse(raw)).from?.address?.trim().toLowerCase() ?? '';
    if (address.includes('@')) found.add(address);
  }
  return [...found];
}

async function timed(work: () => Promise<void>): Promise<{ processor: number; wall: number }> {
  collectGarbage();
  const [processor, wall] = [processorTime(), performance.now()];
  await work();
  return { processor: processorTime() - processor, wall: performance.now() - wall };
}

export async function fileMails(
  corpus: string,
  rounds: number,
  mailparser: (mail: Buffer) => Promise<unknown>,
): Promise<string> {
  const one = mailsIn(corpus);
  const mails = Array.from({ length: rounds }, (_, round) =>
    one.map((raw, n) => anew(raw, round * one.length + n)),
  ).flat();
  const watched = await openWatched();
  const { world, microsoft, account } = watched;
  try {
    const at = world.time.now();
    const contacts = (await sendersOf(one)).map((address) => ({
      id: uuidV7(at),
      name: address,
      company: null,
      addresses: [address],
      owner: 1,
      source: 'by hand',
      at,
    }));
    for (let from = 0; from < contacts.length; from += 50)
      await world.services.store.tx((trx) => insertContacts(trx, account, contacts.slice(from, from + 50)));
    await world.server.start();
    await world.server.settle();
    world.time.moveTo(world.time.ms + 60_000);
    for (const raw of mails) await microsoft.mailboxes.put(ALICE, raw);

    const asked: [string, RequestInit | undefined][] = [];
    world.microsoft.fetch = (url, init) => {
      asked.push([url, init]);
      return microsoft.fetch(url, init);
    };
    world.time.moveTo(world.time.ms + 60_000);
    await microsoft.notifier.settled();
    const whole = await timed(() => world.server.settle());
    const standIn = await timed(async () => {
      for (const [url, init] of asked)
        if ((init?.method ?? 'GET') === 'GET') await (await microsoft.fetch(url, init)).arrayBuffer();
    });
    const parsing = await timed(async () => {
      for (const raw of mails) await PostalMime.parse(raw);
    });
    const rival = await timed(async () => {
      for (const raw of mails) await mailparser(raw);
    });
    const outcomes = await world.services.store.db
      .selectFrom('mailbox_items')
      .select((eb) => ['outcome', eb.fn.countAll<number>().as('n')])
      .where('account_id', '=', account)
      .groupBy('outcome')
      .execute();
    const bytes = mails.reduce((all, raw) => all + raw.length, 0);
    const row = (name: string, processor: number): string[] => [
      name,
      (processor / mails.length).toFixed(2),
      ((mails.length * 1_000) / processor).toFixed(0),
      `${(processor / parsing.processor).toFixed(1)} ×`,
    ];
    const told = outcomes.map(({ outcome, n }) => `${n} ${outcome}`).join(', ');
    return [
      `filing: ${mails.length} mails, ${(bytes / 1e6).toFixed(1)} MB (${told}); ${((mails.length * 1_000) / whole.wall).toFixed(0)}/s by the clock on the wall`,
      table([
        ['processor time', 'ms a mail', 'mails/s on one core', 'of postal-mime'],
        row('ours: fetched, judged, matched, filed', whole.processor - standIn.processor),
        row("Graph's stand-in (taken off)", standIn.processor),
        row('postal-mime: parsed only', parsing.processor),
        row('mailparser: parsed only', rival.processor),
      ]),
    ].join('\n');
  } finally {
    await watched.close();
  }
}
