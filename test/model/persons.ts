import { messageIdHash } from '../../src/server/messages/message-id';
import { logAgain, undoLog } from '../../src/server/crm/undo-log';
import { moveLog } from '../../src/server/crm/move-log';
import { beginLookBack, stepMailbox } from '../../src/server/mailbox';
import type { Services } from '../../src/server/services';
import { pick } from './chance';
import type { MailOfLife } from './mail-of-life';
import type { Incoming } from './oracle';
import type { PersonStep } from './steps';

/** Alice, as the first user of her company: her mailbox, and what she logged, are hers to change. */
const ALICE = 1;

/** What people do in Mailtrail while its server watches, or does not run. */
export class PersonsOfLife {
  readonly #services: Services;
  readonly #account: number;
  readonly #mailboxes: readonly string[];
  readonly #mail: MailOfLife;

  constructor(services: Services, account: number, mailboxes: readonly string[], mail: MailOfLife) {
    this.#services = services;
    this.#account = account;
    this.#mailboxes = mailboxes;
    this.#mail = mail;
  }

  async take(step: PersonStep): Promise<void> {
    switch (step.do) {
      case 'undo':
        return this.#undo(step.which);
      case 'log again':
        return this.#logAgain(step.which);
      case 'move log':
        return this.#move(step.which, step.to);
      case 'pause': {
        const at = Math.floor(step.owner * this.#mailboxes.length);
        return this.#step(at, 'pause');
      }
      case 'resume':
        return this.resume();
      case 'look back': {
        const all = this.#mailboxes.map((mailbox) =>
          beginLookBack(this.#services, this.#who(ALICE), mailbox, 30),
        );
        const [hers] = await Promise.all(all);
        if (hers === true) this.#mail.lookBack();
      }
    }
  }

  /** Every mailbox is watched again. */
  async resume(): Promise<void> {
    for (const at of this.#mailboxes.keys()) await this.#step(at, 'resume');
  }

  #who(user: number): { account: number; user: number } {
    return { account: this.#account, user };
  }

  async #step(at: number, step: 'pause' | 'resume'): Promise<void> {
    const mailbox = this.#mailboxes[at];
    if (mailbox !== undefined) await stepMailbox(this.#services, this.#who(at + 1), mailbox, step);
  }

  /** The row of a received mail. */
  async #rowOf({ id }: Incoming) {
    return this.#services.store.db
      .selectFrom('messages')
      .select(['id', 'logged', 'state', 'reply_to_message as original'])
      .where('account_id', '=', this.#account)
      .where('direction', '=', 'incoming')
      .where('message_id_hash', '=', messageIdHash(id))
      .executeTakeFirst();
  }

  async #undo(which: number): Promise<void> {
    const { store, clock } = this.#services;
    const mail = pick(
      this.#mail.incoming.filter((one) => one.undone !== 'undone'),
      which,
    );
    const row = mail && (await this.#rowOf(mail));
    // Of an answer whose message is not known yet, a person would take back what counts nowhere for ever.
    if (!mail || !row?.logged || (row.original === null && mail.of !== undefined)) return;
    await store.tx((trx) => undoLog(trx, this.#who(ALICE), row.id, clock.now()));
    mail.undone = 'undone';
  }

  async #logAgain(which: number): Promise<void> {
    const { store, clock } = this.#services;
    const mail = pick(
      this.#mail.incoming.filter((one) => one.undone === 'undone'),
      which,
    );
    const row = mail && (await this.#rowOf(mail));
    if (!mail || !row) return;
    const asked = await store.tx((trx) => logAgain(trx, this.#who(ALICE), row.id, clock.now()));
    if (asked) mail.undone = 'again';
  }

  /** What was refused for the trouble of that time is asked for once more. */
  async askAgain(): Promise<void> {
    const { store, clock } = this.#services;
    for (const mail of this.#mail.incoming.filter((one) => one.undone === 'again')) {
      const row = await this.#rowOf(mail);
      if (row?.state !== 'undone') continue;
      await store.tx((trx) => logAgain(trx, this.#who(ALICE), row.id, clock.now()));
    }
  }

  async #move(which: number, to: number): Promise<void> {
    const { store, clock } = this.#services;
    const mail = pick(
      this.#mail.incoming.filter((one) => one.undone === undefined && one.movedTo === undefined),
      which,
    );
    const row = mail && (await this.#rowOf(mail));
    if (!mail || !row?.logged) return;
    await store.tx(async (trx) => {
      const sender = await trx
        .selectFrom('message_senders')
        .select('contact_id as id')
        .where('account_id', '=', this.#account)
        .where('message_id', '=', row.id)
        .executeTakeFirst();
      const contacts = await trx
        .selectFrom('contacts')
        .select(['id', 'name'])
        .where('account_id', '=', this.#account)
        .where('source', '=', 'by hand')
        .orderBy('name')
        .execute();
      const target = pick(contacts, to);
      if (!sender || !target || target.id === sender.id) return;
      await moveLog(trx, this.#who(ALICE), row.id, { from: sender.id, to: target.id }, clock.now());
      mail.movedTo = target.name;
    });
  }
}
