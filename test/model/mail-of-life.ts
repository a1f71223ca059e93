import { imageUrl, makeLink, makeNonce, makeToken } from '../../src/core/token';
import type { Folder, Mailboxes } from '../../src/sandbox/mailboxes';
import type { Clock } from '../../src/server/clock';
import type { Services } from '../../src/server/services';
import { dayOf, issueTicket } from '../../src/server/tracking/ticket-keys';
import { pick } from './chance';
import { earlierReceived, earlierSent } from './earlier';
import { answerDraft, customOf, otherDraft, sentDraft, type SendStep } from './drafts';
import { rawOf, type Draft } from './mails';
import type { Copy, Incoming, Outgoing, Owner } from './oracle';
import { addressOf, KNOWN, NEW, STRANGERS } from './people';
import type { MailStep } from './steps';

const TARGET = 'https://partner.example/offer?a=1&b=2';
const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const WATCHED: readonly Folder[] = ['inbox', 'archive'];
const NOT_WATCHED: readonly Folder[] = ['deleteditems', 'junkemail'];
/** L12: what bears it is wanted, in lives that have such a rule. */
export const CATEGORY = 'To keep';

/** Numbers of files that are of one mail alone. */
const filesFrom = (serial: number, count: number): number[] =>
  Array.from({ length: count }, (_, n) => serial * 10 + n);

const isWatched = (folder: Folder): boolean => folder !== 'outbox' && !NOT_WATCHED.includes(folder);

type AnswerStep = Extract<MailStep, { do: 'answer' }>;
type OtherStep = Extract<MailStep, { do: 'other' }>;

interface Parts {
  services: Services;
  time: Clock & { readonly ms: number };
  mailboxes: Mailboxes;
  account: number;
  owners: readonly Owner[];
}

/** The mail of a life: what happens to it, and where each copy lies. */
export class MailOfLife {
  readonly outgoing: Outgoing[] = [];
  readonly incoming: Incoming[] = [];
  readonly #services: Services;
  readonly #time: Parts['time'];
  readonly #mailboxes: Mailboxes;
  readonly #account: number;
  readonly #owners: readonly Owner[];
  readonly #begun: Date;
  #serial = 0;

  constructor({ services, time, mailboxes, account, owners }: Parts) {
    this.#services = services;
    this.#time = time;
    this.#mailboxes = mailboxes;
    this.#account = account;
    this.#owners = owners;
    this.#begun = time.now();
  }

  async take(step: MailStep): Promise<void> {
    switch (step.do) {
      case 'send':
        return this.#send(step);
      case 'release':
        return this.release();
      case 'answer':
        return this.#answer(step);
      case 'other':
        return this.#other(step);
      case 'earlier':
        return this.#earlier(step);
      case 'move':
        return this.#move(step.item, step.to);
      case 'delete':
        return this.#delete(step.item);
      case 'read': {
        const copy = pick(this.present(), step.item);
        if (copy) copy.item = await this.#mailboxes.markRead(copy.item, !copy.item.isRead);
        return;
      }
      case 'categorise':
        return this.#categorise(step.item);
      case 'make folder':
        await this.#mailboxes.makeFolder(addressOf('alice'), `Folder ${(this.#serial += 1)}`);
        return;
      case 'remove folder':
        return this.#removeFolder(step.which);
    }
  }

  copies(): Copy[] {
    return [...this.outgoing, ...this.incoming].flatMap((mail) => mail.copies);
  }

  present(): Copy[] {
    return this.copies().filter((copy) => !copy.gone);
  }

  #movable(): Copy[] {
    return this.present().filter((copy) => !copy.earlier);
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
      earlier?: boolean;
      category?: boolean;
    },
  ): Promise<Copy> {
    const { folder = 'inbox', receivedAt, custom, cloud = [], earlier = false, category = false } = where;
    const { old = earlier } = where;
    const item = await this.#mailboxes.put(addressOf(owner), rawOf(draft), {
      folder,
      ...(receivedAt && { receivedAt: receivedAt.toISOString() }),
      ...(custom && { customProperties: custom }),
      // Outlook compares them without regard to case.
      categories: category ? ['Other', CATEGORY.toUpperCase()] : [],
      cloudFiles: cloud.map((name) => ({ name, contentType: 'application/pdf' })),
    });
    return {
      owner,
      item,
      watched: isWatched(folder),
      gone: false,
      seen: false,
      exposed: false,
      old,
      earlier,
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
      at: this.#time.now(),
      subject: `Offer ${serial}`,
      to,
      files: filesFrom(serial, step.files),
      copies: [],
      late: step.late,
      historic: false,
    };
    this.outgoing.push(mail);
    const draft = sentDraft(mail, step);
    const custom = customOf(mail, step);
    this.#late.push({ mail, draft, custom });
    if (!step.late) await this.release(mail);
    else if (step.mark === 'all')
      mail.copies.push(await this.#put('alice', draft, { folder: 'outbox', custom }));
    if ((step.dan || how === 'colleague') && this.#owners.includes('dan') && !step.late)
      mail.copies.push(await this.#put('dan', { ...draft, headers: {}, travelled: true }, {}));
  }

  readonly #late: { mail: Outgoing; draft: Draft; custom: Record<string, string> }[] = [];

  /** Sent copies that were held back appear, with the time they were sent at. */
  async release(only?: Outgoing): Promise<void> {
    for (const waiting of [...this.#late]) {
      const { mail, draft, custom } = waiting;
      if (only !== undefined && mail !== only) continue;
      this.#late.splice(this.#late.indexOf(waiting), 1);
      mail.late = false;
      const [waits] = mail.copies;
      if (waits !== undefined) {
        // Out of the Outbox, if it lies there still.
        if (waits.gone || waits.item.folder !== 'outbox') continue;
        waits.item = await this.#mailboxes.move(waits.item, 'sentitems');
        waits.watched = true;
        continue;
      }
      const copy = await this.#put('alice', draft, { folder: 'sentitems', receivedAt: mail.at, custom });
      mail.copies.push(copy);
    }
  }

  #marks(serial: number): { token: string; link: string; image: string } {
    const services = this.#services;
    const { tracking } = services.urls;
    const now = this.#time.now();
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

  async #answer(step: AnswerStep): Promise<void> {
    const of = pick(
      this.outgoing.filter((mail) => mail.how !== 'colleague' && !mail.historic),
      step.of,
    );
    if (!of) return;
    const mail = this.#incomingFor(step, of);
    const { draft } = mail;
    const now = this.#time.ms;
    const receivedAt = new Date(Math.max(of.at.getTime(), now - step.delayed * MINUTE));
    const folder = step.to < 0 ? 'inbox' : this.#folder('alice', step.to);
    const { cloud, category } = mail.incoming;
    mail.incoming.copies.push(await this.#put('alice', draft, { folder, receivedAt, cloud, category }));
    if (step.both && this.#owners.includes('dan'))
      mail.incoming.copies.push(await this.#put('dan', draft, { receivedAt, cloud, category }));
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
    const files = report ? [] : filesFrom(serial, step.files);
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
      category: step.category && !report,
      historic: false,
    };
    const parent = this.incoming.filter((mail) => mail.of === of).at(-1)?.id ?? of.id;
    const at = this.#time.now();
    return { incoming, draft: answerDraft(incoming, of, { recipient, parent, serial, at }) };
  }

  async #other(step: OtherStep): Promise<void> {
    const id = this.#id('elsewhere.example');
    const about = pick(this.outgoing, step.of)?.subject ?? 'Offer';
    const at = this.#time.now();
    const folder = step.to < 0 ? 'inbox' : this.#folder('alice', step.to);
    const receivedAt = step.old ? new Date(this.#time.ms - 400 * 86_400_000) : this.#time.now();
    const copy = await this.#put('alice', otherDraft(step.how, { id, at, about }), {
      folder,
      receivedAt,
      old: step.old,
      category: step.category,
    });
    this.incoming.push({
      kind: 'incoming',
      id,
      how: step.how,
      colleague: false,
      files: [],
      cloud: [],
      copies: [copy],
      category: step.category,
      historic: false,
    });
  }

  async #earlier(step: Extract<MailStep, { do: 'earlier' }>): Promise<void> {
    // What is put into the past while it is looked back at may be found or not.
    if (this.lookedBack) return;
    const at = new Date(this.#begun.getTime() - step.days * DAY_MS);
    const before = this.outgoing.filter((mail) => mail.historic && mail.at < at);
    const of = step.how === 'answer' ? pick(before, step.of) : undefined;
    const id = this.#id(step.how === 'sent' ? 'brightwater.example' : 'partner.example');
    const given = { id, serial: this.#serial, at, files: filesFrom(this.#serial, step.files) };
    if (step.how === 'sent') {
      const { mail, draft } = earlierSent(given, step.of);
      mail.copies.push(
        await this.#put('alice', draft, { folder: 'sentitems', receivedAt: at, earlier: true }),
      );
      this.outgoing.push(mail);
      return;
    }
    const { mail, draft } = earlierReceived(given, of);
    mail.copies.push(await this.#put('alice', draft, { receivedAt: at, earlier: true }));
    this.incoming.push(mail);
  }

  /** R1: from now on a look back finds what is from before the connection. */
  lookBack(): void {
    this.lookedBack = true;
    for (const copy of this.copies()) if (copy.earlier) copy.old = false;
  }

  lookedBack = false;

  #folder(owner: Owner, chance: number): Folder {
    const own = this.#mailboxes.ownFolders(addressOf(owner)).map(({ folder }) => folder);
    return pick([...WATCHED, ...own, ...NOT_WATCHED], chance) ?? 'inbox';
  }

  /** Whether it can be told from the steps what becomes of a mail when this copy goes from where the watch looks. */
  #mayVanish(copy: Copy): boolean {
    const mail = this.outgoing.find((each) => each.copies.includes(copy));
    // Of an answer that goes, the oracle knows that it may be there or not; of what others answer, one or the other.
    if (copy.seen || copy.old || mail === undefined) return true;
    return !copy.exposed && mail.copies.length === 1 && !this.incoming.some((each) => each.of === mail);
  }

  async #move(item: number, to: number): Promise<void> {
    const copy = pick(this.#movable(), item);
    if (!copy) return;
    const folder = this.#folder(copy.owner, to);
    const watched = isWatched(folder);
    if (!watched && copy.watched && !this.#mayVanish(copy)) return;
    copy.item = await this.#mailboxes.move(copy.item, folder);
    copy.watched = watched;
  }

  /** The copies of mail that is about none of ours are to be looked at anew; an answer stands, and gets its text. */
  async #categorise(item: number): Promise<void> {
    const others = this.incoming.filter(
      ({ of, category, given, historic }) =>
        !category && !given && !historic && (of === undefined || of.how === 'tracked' || of.how === 'plain'),
    );
    const mail = pick(
      others.filter(({ copies }) => copies.some((copy) => !copy.gone)),
      item,
    );
    if (!mail) return;
    if (mail.of === undefined) mail.category = true;
    else mail.given = true;
    for (const copy of mail.copies) {
      copy.item = await this.#mailboxes.categorise(copy.item, [CATEGORY]);
      if (mail.given) continue;
      copy.seen = false;
      copy.exposed = false;
    }
  }

  async #delete(item: number): Promise<void> {
    const copy = pick(this.#movable(), item);
    if (!copy || (copy.watched && !this.#mayVanish(copy))) return;
    await this.#mailboxes.remove(copy.item);
    copy.gone = true;
  }

  async #removeFolder(which: number): Promise<void> {
    const mailboxes = this.#mailboxes;
    const found = pick(mailboxes.ownFolders(addressOf('alice')), which);
    if (!found) return;
    const inside = this.present().filter(
      ({ owner, item }) => owner === 'alice' && item.folder === found.folder,
    );
    if (inside.some((copy) => !this.#mayVanish(copy))) return;
    await mailboxes.removeFolder(addressOf('alice'), found.folder);
    for (const copy of inside) copy.gone = true;
  }
}
