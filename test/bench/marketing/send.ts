import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { Content } from '../../../src/core/marketing/content';
import { sandboxDns } from '../../../src/sandbox/marketing/dns';
import { newsletter, POSTAL_ADDRESS } from '../../../src/sandbox/world/newsletter';
import { readyContent } from '../../../src/server/marketing/content';
import { createMessage } from '../../../src/server/marketing/messages';
import { beginSending, dkimKey, startMarketingJobs } from '../../../src/server/marketing/send';
import { linkRules } from '../../../src/server/marketing/send/control';
import { copyMaker } from '../../../src/server/marketing/send/copy-maker';
import { mailOfCopy } from '../../../src/server/marketing/send/mail-of-copy';
import { readSend, sendRow } from '../../../src/server/marketing/send/sends';
import { sharedValues, valuesOf } from '../../../src/server/marketing/send/values';
import { openStore } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { openTestApp, RunningClock, type TestApp } from '../../fixtures/app';
import { waitFor } from '../../fixtures/wait-for';
import { collectGarbage, median, processorTime, table } from '../measure';
import { LIST, seedAudience } from './audience';
import { startRelay, type Relay } from './relay';

/** Of both. */
const CONNECTIONS = 5;
const ALICE = 'alice@brightwater.example';

interface Lap {
  perSecond: number;
  /** Of the sender's process, all threads, in milliseconds a mail. */
  processor: number;
}

async function timed(relay: Relay, mails: number, work: () => Promise<void>): Promise<Lap> {
  collectGarbage();
  const before = (await relay.taken()).taken;
  const [processor, wall] = [processorTime(), performance.now()];
  await work();
  const [usedProcessor, usedWall] = [processorTime() - processor, performance.now() - wall];
  const { taken } = await relay.taken();
  if (taken - before !== mails) throw new Error(`the relay took ${taken - before} mails, not ${mails}`);
  return { perSecond: (mails * 1_000) / usedWall, processor: usedProcessor / mails };
}

/** A draft to everybody on the list, with the sandbox's newsletter. */
async function draft({ services, people, clock }: TestApp, lap: number): Promise<string> {
  const { account, user } = people.alice;
  return services.store.tx((trx) =>
    createMessage(
      trx,
      { account, user },
      {
        name: `Lap ${lap}`,
        content: Content.parse(newsletter('https://www.brightwater.example')),
        settings: {
          from: { address: ALICE, name: 'Alice Moreau' },
          replyTo: { kind: 'mailbox', address: ALICE },
          to: [LIST],
          exclude: [],
        },
      },
      clock.now(),
    ),
  );
}

async function stateOf({ services }: TestApp, id: string): Promise<string> {
  const { state } = await services.store.db
    .selectFrom('marketing_messages')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return state;
}

/** Ours: from the press on Send until the last copy is handed over and written down. */
async function campaign(app: TestApp, lap: number): Promise<string> {
  const { account, user } = app.people.alice;
  const id = await draft(app, lap);
  const begun = await beginSending(app.services, { account, user }, id);
  if (!begun.ok) throw new Error(`sending was refused: ${JSON.stringify(begun)}`);
  await waitFor('the message to be sent', async () => (await stateOf(app, id)) === 'sent', 600_000);
  return id;
}

/** The same mails, finished, as nodemailer takes them. */
async function finishedMails(app: TestApp, id: string): Promise<{ mails: SendMailOptions[]; bytes: number }> {
  const { services } = app;
  const { account, user } = app.people.alice;
  const row = await sendRow(services.store.db, account, id);
  if (!row) throw new Error('the message was not sent');
  const send = readSend(services, row);
  const maker = copyMaker(
    send,
    await readyContent(send.content),
    await linkRules(services.store.db, services, account),
  );
  const copies = await services.store.db
    .selectFrom('message_recipients')
    .select(['address', 'name', 'contact_id as contact', 'token'])
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .orderBy('idx')
    .execute();
  const values = await valuesOf(
    services.store.db,
    account,
    copies,
    await sharedValues(services.store.db, account, user),
  );
  const key = await dkimKey(services, account, 'brightwater.example');
  let bytes = 0;
  const mails = copies.map((copy, i): SendMailOptions => {
    const token = copy.token ?? '';
    const made = maker.copy(values[i] ?? {}, token, { image: true, links: true });
    const mail = mailOfCopy(
      send,
      { ...copy, name: copy.name ?? '', token, replyTo: ALICE },
      made,
      services.clock.now(),
    );
    bytes += mail.html.length + mail.text.length;
    return {
      from: mail.from,
      to: mail.to,
      ...(mail.replyTo && { replyTo: mail.replyTo }),
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      messageId: mail.messageId,
      date: mail.date,
      headers: { ...mail.headers },
      textEncoding: 'quoted-printable',
      xMailer: false,
      dkim: { domainName: key.domain, keySelector: key.selector, privateKey: key.privateKey },
    };
  });
  return { mails, bytes };
}

/** nodemailer alone, with as many connections and the same key. */
async function alone(relay: Relay, mails: readonly SendMailOptions[]): Promise<void> {
  const pool = nodemailer.createTransport({
    pool: true,
    url: relay.url,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
  });
  try {
    // Some at a time: all at once would measure the memory for their queue.
    const queue = mails.values();
    const hands = Array.from({ length: CONNECTIONS * 4 }, async () => {
      for (const mail of queue) await pool.sendMail(mail);
    });
    await Promise.all(hands);
  } finally {
    pool.close();
  }
}

/** Recipients per second, prepared and handed to an SMTP sink, beside nodemailer alone. */
export async function benchSend(recipients: number, laps: number): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-marketing-'));
  const store = await openStore({ dataDir, mode: 'sandbox', refuseNested: false });
  const relay = await startRelay();
  const app = await openTestApp(store, { clock: new RunningClock(new Date()) });
  const { services } = app;
  const { account } = app.people.alice;
  services.marketingSmtp = { url: relay.url, connections: CONNECTIONS, dropsDoubles: true };
  services.dns = sandboxDns(async (domain) => (await dkimKey(services, account, domain)).record.value);
  await app.listen();
  await store.db
    .updateTable('mailboxes')
    .set({ state: 'watching' })
    .where('account_id', '=', account)
    .execute();
  const { settings } = await store.db
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  await store.db
    .updateTable('accounts')
    .set({ settings: json({ ...settings, postalAddress: POSTAL_ADDRESS }) })
    .where('id', '=', account)
    .execute();
  await seedAudience(store, account, recipients);
  const jobs = await startMarketingJobs(services);
  try {
    const ours: Lap[] = [];
    const theirs: Lap[] = [];
    let bytes = 0;
    // The first lap of each is warming up.
    for (let lap = 0; lap <= laps; lap++) {
      let id = '';
      const one = await timed(relay, recipients, async () => void (id = await campaign(app, lap)));
      const finished = await finishedMails(app, id);
      bytes = finished.bytes / recipients;
      const other = await timed(relay, recipients, () => alone(relay, finished.mails));
      if (lap === 0) continue;
      ours.push(one);
      theirs.push(other);
    }
    const rate = (all: readonly Lap[]): number => median(all.map(({ perSecond }) => perSecond));
    const row = (name: string, all: readonly Lap[]): string[] => [
      name,
      rate(all).toFixed(0),
      (rate(all) / rate(theirs)).toFixed(2),
      median(all.map(({ processor }) => processor)).toFixed(2),
    ];
    return [
      `send: ${recipients} recipients, ${laps} laps, ${(bytes / 1_000).toFixed(1)} kB of HTML and text a mail, ${CONNECTIONS} connections, embedded store`,
      table([
        ['who', 'recipients/s', 'of nodemailer', 'processor ms a mail'],
        row('nodemailer alone, the same mails finished', theirs),
        row('ours: chosen, asked about, rendered, signed, handed over, written down', ours),
      ]),
    ].join('\n');
  } finally {
    await jobs.stop();
    await app.close();
    await store.close();
    relay.end();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
