import { fold } from './absence';
import { DELAYED, UNDELIVERED } from './failure-words';
import { fields, header, messageIds } from './headers';
import type { IncomingMail } from './types';

/** What became of one recipient's copy. */
export interface Delivery {
  action: 'failed' | 'delayed' | 'delivered';
  /** Enhanced status code (RFC 3463), `5.1.1`. */
  status?: string;
  recipient?: string;
  /** It was refused for what it says or links to (O6). */
  blames?: 'content';
}

export const STATUS_PART = /^message\/(?:global-)?delivery-status$/;
const ENHANCED = /\b([245])\.(\d{1,3})\.(\d{1,3})\b/;
const SMTP_REPLY = /(?:^|[\s:<(])([45]\d\d)(?:[ -]|\b)/;

/** Reads the per-recipient groups of a `message/delivery-status` part (RFC 3464, 2.3). */
function deliveryStatus(content: string): Delivery[] {
  const found: Delivery[] = [];
  for (const group of content.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/)) {
    const values = new Map(fields(group).map((f) => [f.name, f.value]));
    const recipient = typed(values.get('original-recipient') ?? values.get('final-recipient'));
    const action = values.get('action')?.toLowerCase();
    const status =
      ENHANCED.exec(values.get('status') ?? '')?.[0] ??
      ENHANCED.exec(values.get('diagnostic-code') ?? '')?.[0];
    if (action === undefined && recipient === undefined) continue;
    const became = outcome(action, status);
    const said = `${values.get('diagnostic-code') ?? ''} ${status ?? ''}`;
    found.push({
      action: became,
      ...(became === 'failed' && blamesContent(said) ? { blames: 'content' as const } : {}),
      ...(status === undefined ? {} : { status }),
      ...(recipient === undefined ? {} : { recipient }),
    });
  }
  return found;
}

/** What the status part of a report says; empty where it has none. */
export function reportedStatus(mail: IncomingMail): Delivery[] {
  const status = (mail.parts ?? []).find((p) => STATUS_PART.test(p.contentType));
  return status?.content === undefined ? [] : deliveryStatus(status.content);
}

/**
 * A delivery report of success names the recipients in its status part, else in its text or in To (Exchange); its
 * reader passes over whom the mail did not go to.
 */
export function deliveredTo(mail: IncomingMail): Delivery[] {
  const reported = reportedStatus(mail);
  if (reported.length > 0) return reported;
  const named = [...mail.to.map((a) => a.address), ...everyAddressIn(mail.text ?? '')];
  return [...new Set(named)].map((recipient) => ({ action: 'delivered', recipient }));
}

/** Who complained, as a feedback report says (RFC 5965, 3.2); many hide it. */
export function complainants(mail: IncomingMail): string[] {
  return (mail.parts ?? [])
    .filter((p) => p.contentType === 'message/feedback-report')
    .flatMap((p) => fields(p.content ?? ''))
    .flatMap(({ name, value }) => (name === 'original-rcpt-to' ? (typed(value) ?? []) : []));
}

/**
 * Words by which filters say that content or links were the reason, as they stand in the answers of Exchange Online,
 * Gmail, Proofpoint, Mimecast and SpamAssassin; not those that blame the address or the network it came from.
 */
const CONTENT =
  /\b(?:spam|unsolicited|phish(?:ing)?|malicious|suspicious|prohibited|blacklisted|blocked|unsafe)\b[^.;]{0,40}\b(?:content|message|mail|urls?|links?|uris?|domains? in)\b|\b(?:content|message|mail|urls?|links?|uris?)\b[^.;]{0,40}\b(?:(?:detected|classified|identified|marked|considered|looks like|scored|rejected|blocked|listed|refused) (?:as |for |by |like |due to |because of )?(?:spam|phish\w*|unsolicited|malicious|content|suspicious)|content (?:filter|policy|rejected|restriction))|\b(?:surbl|uribl|ivmuri|dbl\.spamhaus)\b|\bcontent (?:filter(?:ing)?|rejected|not (?:allowed|accepted|acceptable))\b/i;
/** The address or network is blamed, whatever else is said. */
const SENDER =
  /\b(?:(?:your|client|sending|sender(?:'s)?) (?:ip|host|server|network)|zen\.spamhaus|sbl\b|xbl\b|pbl\b|spf|dkim|dmarc)/i;

/** O6: whether a bounce blames what the mail says or links to. */
export const blamesContent = (text: string): boolean => CONTENT.test(text) && !SENDER.test(text);

function outcome(action: string | undefined, status: string | undefined): Delivery['action'] {
  if (action?.startsWith('delay')) return 'delayed';
  if (action !== undefined && /^(?:delivered|relayed|expanded)/.test(action)) return 'delivered';
  if (action === undefined && status?.startsWith('4')) return 'delayed';
  if (action === undefined && status?.startsWith('2')) return 'delivered';
  return 'failed';
}

/** `rfc822; bob@partner.example` → the address. */
function typed(value: string | undefined): string | undefined {
  const bare = value
    ?.replace(/^[^;]*;/, '')
    .trim()
    .replace(/^<|>$/g, '');
  return bare === undefined || bare === '' ? undefined : bare;
}

const DAEMON =
  /^(?:mailer[-_. ]?daemon|post[-_. ]?master|mail[-_. ]?daemon|mail-?deliver[a-z-]*|microsoftexchange[0-9a-f]{32}|bounces?|mdaemon|double-bounce|mailsystem|mail-system|smtp-daemon|mmdf|mailerdaemon|daemon-mailer|mail-?error|delivery-?(?:failure|status|notification)s?)(?:[^a-z].*)?$/i;

const DAEMON_NAME =
  /^(?:internet )?(?:mail|message|e-?mail|smtp|local)?[\s-]*(?:delivery|deliver|delivering)[\s-]*(?:sub-?system|system|service|agent|failure|status|notification|report)?$|^(?:mailer daemon|mail daemon|(?:mail |e-?mail )?(?:system )?administrator|mail ?system|post ?master|mail-?er)$/i;

/** Whether the sender is a mail system: `MAILER-DAEMON@…`, `postmaster@…`, or an empty address. */
export function isMailSystem(mail: IncomingMail): boolean {
  const address = mail.from?.address ?? '';
  const local = (address.split('@')[0] ?? '').replace(/^"|"$/g, '');
  const name = mail.from?.name?.trim() ?? '';
  if (mail.from === undefined || address === '') return true;
  return (
    DAEMON.test(local) ||
    DAEMON.test(name.replace(/\s+/g, '-')) ||
    DAEMON_NAME.test(name) ||
    DAEMON_NAME.test(local)
  );
}

/** Whether the text, read to the returned copy, says that a mail was not delivered. */
export function saysUndelivered(text: string): boolean {
  const folded = fold(text.slice(0, 4000)).replace(/\s+/g, ' ');
  return UNDELIVERED.some((words) => words.test(folded));
}

/** Whether the text says that delivery is still being tried. */
export function saysDelayed(text: string): boolean {
  return DELAYED.test(fold(text.slice(0, 2000)).replace(/\s+/g, ' '));
}

/** Best reading of a bounce without a machine-readable part: one outcome for each address its text names. */
export function deliveryFromText(mail: IncomingMail, text: string): Delivery[] {
  const head = beforeReturnedCopy(text);
  const status = ENHANCED.exec(head)?.[0] ?? smtpStatus(head);
  const delayed =
    (status === undefined || status.startsWith('4')) && (saysDelayed(mail.subject) || saysDelayed(head));
  const action = delayed ? 'delayed' : 'failed';
  const named = header(mail, 'x-failed-recipients')?.split(/[\s,]+/) ?? failedIn(head, mail);
  const recipients = [...new Set(named.map((a) => a.toLowerCase()).filter((a) => a !== ''))];
  const blames = action === 'failed' && blamesContent(head);
  const one = (recipient?: string): Delivery => ({
    action,
    ...(blames ? { blames: 'content' as const } : {}),
    ...(status === undefined ? {} : { status }),
    ...(recipient === undefined ? {} : { recipient }),
  });
  return recipients.length === 0 ? [one()] : recipients.map(one);
}

function smtpStatus(text: string): string | undefined {
  const reply = SMTP_REPLY.exec(text)?.[1];
  return reply === undefined ? undefined : `${reply.slice(0, 1)}.0.0`;
}

/** A bounce quotes what it returns; only what stands above tells the reason. */
export function beforeReturnedCopy(text: string): string {
  const cut = text.search(
    /^(?:[ \t>]*--.*(?:original message|copy of the message|returned message|message header|unsent message|message follows).*|.*(?:original message follows|message headers follow|included below|returned below).*|(?:received|return-path): .*)$/im,
  );
  return cut < 0 ? text : text.slice(0, cut);
}

/** Exchange writes a report of its own to the mailbox's owner, and lists in To whom it is about. */
function failedIn(text: string, mail: IncomingMail): string[] {
  if (!/^report\./i.test(mail.messageClass?.trim() ?? '')) return addressesIn(text, mail);
  const named = addressesIn(text, { ...mail, to: [] });
  return named.length > 0 ? named : mail.to.map((a) => a.address);
}

const everyAddressIn = (text: string): string[] =>
  text.match(/[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi) ?? [];

/** The addresses in a text that are neither the sender's nor the recipients'. */
export function addressesIn(text: string, mail: IncomingMail): string[] {
  const own = new Set(
    [mail.from?.address, ...mail.to.map((a) => a.address)].map((a) => (a ?? '').toLowerCase()),
  );
  return everyAddressIn(text).filter((a) => !own.has(a.toLowerCase()));
}

/** The Message-ID of the mail that a report is about, from the returned headers, a field of the report, or the text. */
export function originalMessageId(mail: IncomingMail): string | undefined {
  for (const part of mail.parts ?? []) {
    const content = part.content ?? '';
    if (
      /^message\/disposition-notification|^message\/delivery-status|^message\/feedback-report/.test(
        part.contentType,
      )
    ) {
      const id = fields(content).find((f) => f.name === 'original-message-id')?.value;
      if (id !== undefined) return messageIds(id)[0] ?? id;
    }
    if (/^message\/rfc822|^text\/rfc822-headers/.test(part.contentType)) {
      const id = messageIds(
        fields(content.split(/\r?\n\r?\n/)[0] ?? '').find((f) => f.name === 'message-id')?.value,
      )[0];
      if (id !== undefined) return id;
    }
  }
  return undefined;
}

/** The Message-ID in the copy that a plain-text bounce returns. */
export function returnedMessageId(text: string): string | undefined {
  return /^[ \t>]*message-id:\s*(<[^<>\s]+>)/im.exec(text)?.[1];
}
