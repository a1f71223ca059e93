import { imageUrl, makeLink, makeNonce, makeToken } from '../../src/core/token';
import { inProcessMicrosoft, type InProcessMicrosoft } from '../../src/sandbox/in-process';
import type { Folder } from '../../src/sandbox/mailboxes';
import { COPY_FILES } from '../../src/server/mailbox/job-types';
import { dayOf, issueTicket } from '../../src/server/tracking/ticket-keys';
import { checkedByOpenApi } from '../fixtures/graph-openapi';
import { employeeCalled } from '../fixtures/sandbox';
import { chanceOf, pick } from './chance';
import { differences, foundFacts } from './found';
import { calendarPart, deliveryReport, rawOf, readReceipt, type Draft } from './mails';
import { expectedFacts, type Copy, type Incoming, type Outgoing, type Owner } from './oracle';
import { KNOWN, NEW, STRANGERS } from './people';
import type { Step } from './steps';
import { Troubles } from './troubles';
import { BEGINNING, dissolve, foundCompany, type World } from './world';

const ADDIN = '6d61696c-7472-4169-8c64-657600000001';
const TARGET = 'https://partner.example/offer?a=1&b=2';
const MINUTE = 60_000;
const WATCHED: readonly Folder[] = ['inbox', 'archive', 'sentitems'];
const NOT_WATCHED: readonly Folder[] = ['deleteditems', 'junkemail'];
/** Stands in mail that is about none of ours: it may be found nowhere (R10). */
export const SECRET = 'zebrafinch';

const addressOf = (owner: Owner): string => employeeCalled(owner).address;

type SendStep = Extract<Step, { do: 'send' }>;
type AnswerStep = Extract<Step, { do: 'answer' }>;
type OtherStep = Extract<Step, { do: 'other' }>;

/** Notes where an exchange departs from the description; networks that fail do not. */
function judged(fetch: Troubles['fetch'], errors: string[]): Troubles['fetch'] {
  const checked = checkedByOpenApi(fetch);
  return async (url, init) => {
    try {
      return await checked(url, init);
    } catch (error) {
      if (error instanceof Error && !(error instanceof TypeError)) errors.push(error.message);
      throw error;
    }
  };
}

/** One life of mailboxes, under a server that watches them. */
export class Life {
  readonly outgoing: Outgoing[] = [];
  readonly incoming: Incoming[] = [];
  readonly troubles: Troubles;
  readonly #world: World;
  readonly #owners: readonly Owner[];
  readonly #isJudged: boolean;
  #account = 0;
  #mailboxes: string[] = [];
  #microsoft!: InProcessMicrosoft;
  #serial = 0;
  #down = false;

  constructor(world: World, seed: number) {
    this.#world = world;
    this.#isJudged = seed % 20 === 1;
    this.#owners = seed % 4 === 0 ? ['alice', 'dan'] : ['alice'];
    this.troubles = new Troubles(() => world.time.ms, world.server, chanceOf(seed + 1));
    this.troubles.onServed = () => {
      for (const copy of this.#copies()) copy.exposed ||= copy.watched && !copy.gone;
    };
  }

  /** Lives the steps and a quiet time after them; resolves to where the store is not as it must be. */
  async live(steps: readonly Step[]): Promise<string[]> {
    const { time, server, microsoft, keys } = this.#world;
    const { troubles } = this;
    const errors: string[] = [];
    time.restart(BEGINNING);
    this.#microsoft = await inProcessMicrosoft({
      keys,
      clock: time,
      timers: time,
      faults: troubles.faults,
      call: troubles.call,
      onError: (error) => errors.push(`the emulator: ${String(error)}`),
    });
    troubles.begin(this.#microsoft);
    // Each exchange of some lives is held against Microsoft's description, which takes its time.
    microsoft.fetch = this.#isJudged ? judged(troubles.fetch, errors) : troubles.fetch;
    const logged = this.#world.logged.length;
    const founded = await foundCompany(this.#world, this.#owners.length === 2 ? 2 : 1);
    this.#account = founded.account;
    this.#mailboxes = founded.mailboxes;
    try {
      await server.start();
      await this.#calm();
      for (const step of steps) await this.#take(step);
      await this.#settle();
      await this.#pass(11 * MINUTE);
      return [...errors, ...(await this.#compare()), ...this.#trespasses(logged)];
    } finally {
      await server.kill();
      await this.#microsoft.close();
      await dissolve(this.#world, this.#account);
    }
  }

  async #compare(): Promise<string[]> {
    const { facts, items } = await foundFacts(this.#world.services, this.#account);
    const wanted = expectedFacts(
      this.outgoing,
      this.incoming,
      KNOWN.flatMap(({ addresses }) => addresses),
      {
        message: (id) => facts.has(`incoming ${id}`),
        sighting: (item) => items.has(item),
      },
    );
    const states = await this.#world.services.store.db
      .selectFrom('mailboxes')
      .select(['state', 'state_reason'])
      .where('account_id', '=', this.#account)
      .execute();
    const unwell = states
      .filter(({ state }) => state !== 'watching')
      .map((row) => `a mailbox is ${JSON.stringify(row)}`);
    return [...differences(wanted, facts), ...unwell];
  }

  /** R8 and R10. */
  #trespasses(logged: number): string[] {
    const lines = this.#world.logged.splice(logged).filter((line) => line.includes(SECRET));
    return [
      ...this.troubles.trespasses,
      ...this.#microsoft.ledger
        .refusedWrites()
        .map(({ method, path }) => `tried to write: ${method} ${path}`),
      ...lines.map((line) => `logged what is not ours: ${line}`),
    ];
  }

  async #take(step: Step): Promise<void> {
    const { troubles } = this;
    const { server } = this.#world;
    switch (step.do) {
      case 'send':
        return this.#send(step);
      case 'release':
        return this.#release();
      case 'answer':
        return this.#answer(step);
      case 'other':
        return this.#other(step);
      case 'move':
        return this.#move(step.item, step.to);
      case 'delete':
        return this.#delete(step.item);
      case 'read': {
        const copy = pick(this.#present(), step.item);
        if (copy) copy.item = await this.#microsoft.mailboxes.markRead(copy.item, !copy.item.isRead);
        return;
      }
      case 'make folder':
        await this.#microsoft.mailboxes.makeFolder(addressOf('alice'), `Folder ${(this.#serial += 1)}`);
        return;
      case 'remove folder':
        return this.#removeFolder(step.which);
      case 'pass':
        return this.#pass(step.seconds * 1_000);
      case 'sleep':
        // As a machine that was shut: nothing ran, and everything is due at once.
        this.#world.time.moveTo(this.#world.time.ms + step.hours * 60 * MINUTE);
        return this.#calm();
      case 'kill':
        if (step.after === 0) await server.kill();
        else server.dieAfter(step.after);
        return;
      case 'down':
        this.#down = true;
        return server.kill();
      case 'up':
        this.#down = false;
        return;
      case 'meanwhile':
        troubles.meanwhile(step.after, () => this.#take(step.what));
        return;
      case 'settle':
        return this.#settle();
      case 'poison': {
        const copy = pick(this.#present(), step.item);
        if (copy) troubles.poisoned.add(copy.item.immutableId);
        return;
      }
      default:
        return troubles.take(step);
    }
  }

  /** Until nothing is left to do at this moment. */
  async #calm(): Promise<void> {
    const { time, server } = this.#world;
    do {
      time.moveTo(time.ms);
      await this.#microsoft.notifier.settled();
      await server.settle();
    } while (time.next <= time.ms);
  }

  /** Lets time pass, with everything happening at its moment. A server that died is started again by its machine. */
  async #pass(ms: number): Promise<void> {
    const { time, server } = this.#world;
    const until = time.ms + ms;
    for (let turns = 0; ; turns += 1) {
      if (!server.up && !this.#down) {
        this.troubles.forgetWaits();
        await server.start();
      }
      await this.#calm();
      const due = server.up ? await server.nextDue() : Infinity;
      const next = Math.max(time.ms, Math.min(time.next, due));
      if (next > until) break;
      if (turns > 500) throw new Error(`time stands still: something is due again and again at ${next}`);
      time.moveTo(next);
    }
    time.moveTo(until);
    await this.#calm();
  }

  /** A quiet time: everything works again, and the watch has looked through all there is. */
  async #settle(): Promise<void> {
    const { time } = this.#world;
    await this.#release();
    this.troubles.end();
    await this.troubles.doMeanwhile();
    this.#down = false;
    const from = time.now();
    for (let hops = 0; ; hops += 1) {
      await this.#pass(2_000);
      const waits = await this.#waitsFor(from);
      if (waits === undefined) break;
      if (hops > 60 || waits === Infinity)
        throw new Error(`the watch does not come back after a quiet time: ${await this.#state()}`);
      time.moveTo(waits);
    }
    for (const copy of this.#copies()) copy.seen ||= copy.watched && !copy.gone;
  }

  /** When what is still to be done is done next; undefined: every mailbox was looked through, and nothing is left. */
  async #waitsFor(from: Date): Promise<number | undefined> {
    const { db } = this.#world.services.store;
    const mailboxes = await db
      .selectFrom('mailboxes')
      .select(['state', 'last_sync_at'])
      .where('account_id', '=', this.#account)
      .execute();
    const isWell = ({ state, last_sync_at: at }: (typeof mailboxes)[number]): boolean =>
      state === 'watching' && at !== null && at > from;
    if (!mailboxes.every(isWell)) return this.#world.server.nextDue();
    const problems = await db
      .selectFrom('mailbox_problems')
      .select('retry_at as at')
      .where('account_id', '=', this.#account)
      .execute();
    const copying = await db
      .selectFrom('jobs')
      .select('run_at as at')
      .where('account_id', '=', this.#account)
      .where('type', '=', COPY_FILES)
      .where('state', '!=', 'done')
      .execute();
    const open = [...problems, ...copying];
    return open.length === 0 ? undefined : Math.min(...open.map(({ at }) => at?.getTime() ?? Infinity));
  }

  async #state(): Promise<string> {
    const { db } = this.#world.services.store;
    const mailboxes = await db
      .selectFrom('mailboxes')
      .select(['state', 'state_reason', 'last_sync_at', 'subscription_id'])
      .where('account_id', '=', this.#account)
      .execute();
    const jobs = await db
      .selectFrom('jobs')
      .select(['type', 'state', 'run_at', 'attempts', 'last_error'])
      .where('account_id', '=', this.#account)
      .execute();
    return JSON.stringify({ now: this.#world.time.now(), mailboxes, jobs }, null, 1);
  }

  #copies(): Copy[] {
    return [...this.outgoing, ...this.incoming].flatMap((mail) => mail.copies);
  }

  #present(): Copy[] {
    return this.#copies().filter((copy) => !copy.gone);
  }

  async #put(
    owner: Owner,
    draft: Draft,
    where: {
      folder?: Folder;
      receivedAt?: Date;
      custom?: Record<string, string>;
      cloud?: string[];
      old?: boolean;
    },
  ): Promise<Copy> {
    const { folder = 'inbox', receivedAt, custom, cloud = [], old = false } = where;
    const item = await this.#microsoft.mailboxes.put(addressOf(owner), rawOf(draft), {
      folder,
      ...(receivedAt && { receivedAt: receivedAt.toISOString() }),
      ...(custom && { customProperties: custom }),
      cloudFiles: cloud.map((name) => ({ name, contentType: 'application/pdf' })),
    });
    return {
      owner,
      item,
      watched: !NOT_WATCHED.includes(folder),
      gone: false,
      seen: false,
      exposed: false,
      old,
    };
  }

  #id(domain: string): string {
    this.#serial += 1;
    return `<life-${this.#account}-${this.#serial}@${domain}>`;
  }

  async #send(step: SendStep): Promise<void> {
    const how = step.how;
    const id = this.#id('brightwater.example');
    const serial = this.#serial;
    const outside: readonly string[] =
      how === 'stranger'
        ? STRANGERS
        : how === 'plain'
          ? KNOWN.map(({ addresses }) => addresses[0])
          : how === 'colleague'
            ? []
            : [...KNOWN.map(({ addresses }) => addresses[0]), ...NEW];
    const chosen = [pick(outside, step.to), step.cc < 0 ? undefined : pick(outside, step.cc)];
    const to = [...new Set(chosen.filter((address) => address !== undefined))];
    const { token, link, image } = this.#marks(serial);
    const mail: Outgoing = {
      kind: 'outgoing',
      id,
      how,
      token,
      link,
      image,
      at: this.#world.time.now(),
      subject: `Offer ${serial}`,
      to,
      files: Array.from({ length: step.files }, (_, n) => serial * 10 + n),
      copies: [],
      late: step.late,
    };
    this.outgoing.push(mail);
    const draft = this.#sentDraft(mail, step);
    this.#late.push({ mail, draft, custom: this.#custom(mail, step) });
    if (!step.late) await this.#release(mail);
    if ((step.dan || how === 'colleague') && this.#owners.includes('dan') && !step.late)
      mail.copies.push(await this.#put('dan', { ...draft, headers: {}, travelled: true }, {}));
  }

  readonly #late: { mail: Outgoing; draft: Draft; custom: Record<string, string> }[] = [];

  /** Sent copies that were held back appear, with the time they were sent at. */
  async #release(only?: Outgoing): Promise<void> {
    for (const waiting of [...this.#late]) {
      const { mail, draft, custom } = waiting;
      if (only !== undefined && mail !== only) continue;
      this.#late.splice(this.#late.indexOf(waiting), 1);
      const copy = await this.#put('alice', draft, { folder: 'sentitems', receivedAt: mail.at, custom });
      mail.copies.push(copy);
      mail.late = false;
    }
  }

  #marks(serial: number): { token: string; link: string; image: string } {
    const { services } = this.#world;
    const { tracking } = services.urls;
    const now = this.#world.time.now();
    const ticket = issueTicket(services.secrets.master, {
      account: this.#account,
      user: 1,
      serial,
      day: dayOf(now),
      trackingUrl: tracking,
      paid: true,
      expiresAt: new Date(now.getTime() + 86_400_000),
    });
    const token = makeToken(ticket, makeNonce(ticket, { time: serial, counter: serial, random: 0.5 }), 0);
    const link = makeLink(ticket, token, 1, TARGET);
    if (!link.ok) throw new Error(link.reason);
    return { token, link: link.url, image: imageUrl(tracking, token) };
  }

  #marked(mail: Outgoing): boolean {
    return mail.how === 'tracked' || mail.how === 'private' || mail.how === 'colleague';
  }

  #custom(mail: Outgoing, { mark }: SendStep): Record<string, string> {
    const has = this.#marked(mail) && (mark === 'all' || mark === 'property');
    return has ? { [ADDIN]: JSON.stringify({ token: mail.token }) } : {};
  }

  #sentDraft(mail: Outgoing, { mark, dan, how }: SendStep): Draft {
    const header = this.#marked(mail) && (mark === 'all' || mark === 'header');
    const href = mail.link.replaceAll('&', '&amp;');
    const body = this.#marked(mail)
      ? `<p>Hello, see <a href="${href}">our offer</a>.</p><img src="${mail.image}" width="1" height="1" alt="">`
      : `<p>Hello</p>`;
    const colleagues = dan || how === 'colleague' ? [addressOf('dan')] : [];
    return {
      from: `Alice Moreau <${addressOf('alice')}>`,
      to: [...mail.to, ...colleagues],
      subject: mail.subject,
      id: mail.id,
      at: mail.at,
      html: body,
      headers: {
        ...(header && { 'X-Mailtrail-Token': mail.token }),
        ...(how === 'private' && { Sensitivity: 'private' }),
      },
      files: mail.files,
      travelled: false,
    };
  }

  async #answer(step: AnswerStep): Promise<void> {
    const of = pick(
      this.outgoing.filter((mail) => mail.how !== 'colleague'),
      step.of,
    );
    if (!of) return;
    const mail = this.#incomingFor(step, of);
    const { draft } = mail;
    const now = this.#world.time.ms;
    const receivedAt = new Date(Math.max(of.at.getTime(), now - step.delayed * MINUTE));
    const folder = step.to < 0 ? 'inbox' : this.#folder('alice', step.to);
    const cloud = mail.incoming.cloud;
    mail.incoming.copies.push(await this.#put('alice', draft, { folder, receivedAt, cloud }));
    if (step.both && this.#owners.includes('dan'))
      mail.incoming.copies.push(await this.#put('dan', draft, { receivedAt, cloud }));
    this.incoming.push(mail.incoming);
  }

  #incomingFor(step: AnswerStep, of: Outgoing): { incoming: Incoming; draft: Draft } {
    const id = this.#id('partner.example');
    const serial = this.#serial;
    const recipient = of.to[0] ?? STRANGERS[0];
    const marked = of.how === 'tracked';
    const second = KNOWN[0].addresses;
    const fits =
      step.how === 'quote' || step.how === 'wrapped'
        ? marked
        : step.how === 'second address'
          ? recipient === second[0]
          : true;
    const how = fits ? step.how : 'threaded';
    const report = how === 'bounce' || how === 'delay' || how === 'receipt' || how === 'accepted';
    const files = report ? [] : Array.from({ length: step.files }, (_, n) => serial * 10 + n);
    const cloud = step.cloud && !report ? [`Cloud ${serial}`] : [];
    const incoming: Incoming = {
      kind: 'incoming',
      id,
      how,
      of,
      recipient,
      colleague: how === 'colleague',
      files,
      cloud,
      copies: [],
    };
    const writer =
      how === 'colleague'
        ? `someone.else@${recipient.split('@')[1] ?? ''}`
        : how === 'second address'
          ? second[1]
          : recipient;
    const threaded = { 'In-Reply-To': of.id, References: of.id };
    const text = `Thank you, that is fine with us. ${serial}`;
    const quote = (mark: string): string =>
      `<p>${text}</p><div id="divRplyFwdMsg"><b>From:</b> Alice Moreau<br><b>Subject:</b> ${of.subject}</div><p>Hello, see ${mark}.</p>`;
    const common: Draft = {
      from: `Somebody <${writer}>`,
      to: [addressOf('alice')],
      subject: `RE: ${of.subject}`,
      id,
      at: this.#world.time.now(),
      text,
      headers: threaded,
      files,
      travelled: true,
    };
    return { incoming, draft: { ...common, ...this.#spelt(how, of, recipient, quote) } };
  }

  /** In what an answer of this kind differs from a threaded one. */
  #spelt(
    how: Incoming['how'],
    of: Outgoing,
    recipient: string,
    quote: (mark: string) => string,
  ): Partial<Draft> {
    const threaded = { 'In-Reply-To': of.id, References: of.id };
    const domain = recipient.split('@')[1] ?? '';
    switch (how) {
      case 'references':
        return { headers: { References: `<earlier@${domain}> ${of.id}` } };
      case 'quote':
        return {
          headers: {},
          subject: 'Answer',
          html: quote(`<a href="${of.link.replaceAll('&', '&amp;')}">our offer</a><img src="${of.image}">`),
        };
      case 'wrapped': {
        const safe = `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(of.link)}&data=05`;
        return {
          headers: {},
          subject: 'Answer',
          html: quote(`<a href="${safe.replaceAll('&', '&amp;')}">our offer</a>`),
        };
      }
      case 'new subject':
        return { subject: 'Something else altogether' };
      case 'to an answer': {
        const earlier = this.incoming.filter((mail) => mail.of === of).at(-1);
        const parent = earlier?.id ?? of.id;
        return { headers: { 'In-Reply-To': parent, References: `${of.id} ${parent}` } };
      }
      case 'absence':
        return {
          subject: `Automatic reply: ${of.subject}`,
          text: 'I am out of the office until 12 March 2026.',
          headers: { ...threaded, 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
        };
      case 'ticket':
        return {
          subject: `[Ticket 4711] ${of.subject}`,
          text: 'Your request was received and is being processed.',
          headers: { ...threaded, 'Auto-Submitted': 'auto-generated' },
        };
      case 'bounce':
      case 'delay':
        return {
          from: `Mail Delivery System <mailer-daemon@${domain}>`,
          subject: how === 'bounce' ? 'Undeliverable: your mail' : 'Delayed: your mail',
          text: 'The mail system could not deliver your mail.',
          headers: {},
          report: deliveryReport(
            of.id,
            recipient,
            how === 'bounce' ? { action: 'failed', status: '5.1.1' } : { action: 'delayed', status: '4.4.7' },
          ),
        };
      case 'receipt':
        return {
          subject: `Read: ${of.subject}`,
          text: 'Your mail was displayed.',
          headers: {},
          report: readReceipt(of.id, recipient),
        };
      case 'accepted':
        return {
          subject: `Accepted: ${of.subject}`,
          report: { type: 'calendar', parts: calendarPart('REPLY', recipient) },
        };
      default:
        return {};
    }
  }

  async #other(step: OtherStep): Promise<void> {
    const id = this.#id('elsewhere.example');
    const about = pick(this.outgoing, step.of)?.subject ?? 'Offer';
    const base: Draft = {
      from: `Somebody <${SECRET}@elsewhere.example>`,
      to: [addressOf('alice')],
      subject: `${SECRET} news`,
      id,
      at: this.#world.time.now(),
      text: `About ${SECRET}s.`,
      travelled: true,
    };
    const more: Partial<Draft> =
      step.how === 'same subject'
        ? { subject: `RE: ${about}` }
        : step.how === 'newsletter'
          ? {
              headers: {
                'List-Id': '<news.elsewhere.example>',
                'List-Unsubscribe': '<mailto:u@elsewhere.example>',
                Precedence: 'bulk',
              },
            }
          : step.how === 'invitation'
            ? { report: { type: 'calendar', parts: calendarPart('REQUEST', addressOf('alice')) } }
            : step.how === 'stranger bounce'
              ? {
                  from: 'Mail Delivery System <mailer-daemon@elsewhere.example>',
                  report: deliveryReport('<unknown@elsewhere.example>', 'x@elsewhere.example', {
                    action: 'failed',
                    status: '5.1.1',
                  }),
                }
              : {};
    const folder = step.to < 0 ? 'inbox' : this.#folder('alice', step.to);
    const receivedAt = step.old ? new Date(this.#world.time.ms - 400 * 86_400_000) : this.#world.time.now();
    const copy = await this.#put('alice', { ...base, ...more }, { folder, receivedAt, old: step.old });
    this.incoming.push({
      kind: 'incoming',
      id,
      how: step.how,
      colleague: false,
      files: [],
      cloud: [],
      copies: [copy],
    });
  }

  #folder(owner: Owner, chance: number): Folder {
    const own = this.#microsoft.mailboxes.ownFolders(addressOf(owner)).map(({ folder }) => folder);
    return pick([...WATCHED.slice(0, 2), ...own, ...NOT_WATCHED], chance) ?? 'inbox';
  }

  /** Whether it can be told from the steps what becomes of a mail when this copy goes from where the watch looks. */
  #mayVanish(copy: Copy): boolean {
    const mail = this.outgoing.find((each) => each.copies.includes(copy));
    // Of an answer that goes, the oracle knows that it may be there or not; of what others answer, one or the other.
    if (copy.seen || copy.old || mail === undefined) return true;
    return !copy.exposed && mail.copies.length === 1 && !this.incoming.some((each) => each.of === mail);
  }

  async #move(item: number, to: number): Promise<void> {
    const copy = pick(this.#present(), item);
    if (!copy) return;
    const folder = this.#folder(copy.owner, to);
    const watched = !NOT_WATCHED.includes(folder);
    if (!watched && copy.watched && !this.#mayVanish(copy)) return;
    copy.item = await this.#microsoft.mailboxes.move(copy.item, folder);
    copy.watched = watched;
  }

  async #delete(item: number): Promise<void> {
    const copy = pick(this.#present(), item);
    if (!copy || (copy.watched && !this.#mayVanish(copy))) return;
    await this.#microsoft.mailboxes.remove(copy.item);
    copy.gone = true;
  }

  async #removeFolder(which: number): Promise<void> {
    const { mailboxes } = this.#microsoft;
    const found = pick(mailboxes.ownFolders(addressOf('alice')), which);
    if (!found) return;
    const inside = this.#present().filter(
      ({ owner, item }) => owner === 'alice' && item.folder === found.folder,
    );
    if (inside.some((copy) => !this.#mayVanish(copy))) return;
    await mailboxes.removeFolder(addressOf('alice'), found.folder);
    for (const copy of inside) copy.gone = true;
  }
}
