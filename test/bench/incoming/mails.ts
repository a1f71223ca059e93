import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { classify, fromMime, type IncomingMail } from '../../../src/core/incoming';
import {
  AWAY_NOTES,
  GONE_NOTES,
  PERSONS_MAILS,
  UNDELIVERED_NOTES,
  UNUSUAL_AWAY_NOTES,
  UNUSUAL_PERSONS_MAILS,
} from '../../fixtures/notes';

const Labels = z.record(
  z.string(),
  z.object({ label: z.string(), alsoAccept: z.array(z.string()).nullish() }),
);

/** The corpus' labels in the words of R2. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  'human-reply': ['reply', 'new'],
  'human-new': ['reply', 'new'],
  'read-receipt': ['receipt'],
  'calendar-response': ['calendar'],
};

export interface LabelledMail {
  file: string;
  label: string;
  bytes: Buffer;
  right: (kind: string) => boolean;
}

/** The mails of a corpus folder with what each is; spam and the like only must not be replies. */
export function readMails(corpus: string): LabelledMail[] {
  return ['labels.json', 'labels-synthetic.json'].flatMap((name) => {
    if (!existsSync(join(corpus, name))) return [];
    const labels = Labels.parse(JSON.parse(readFileSync(join(corpus, name), 'utf8')));
    return Object.entries(labels).map(([file, { label, alsoAccept }]) => {
      const accepted = [label, ...(alsoAccept ?? [])].flatMap((one) => KINDS[one] ?? [one]);
      return {
        file,
        label,
        bytes: readFileSync(join(corpus, file)),
        right: (kind) => (label === 'spam' || label === 'other' ? kind !== 'reply' : accepted.includes(kind)),
      };
    });
  });
}

const KEPT = /^(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|in-reply-to|references):/i;

/** A mail without the fields by which programs say that they are programs: what any mail has is left. */
export function withoutTellingFields(bytes: Buffer): Buffer {
  const whole = bytes.toString('latin1');
  const end = /\r?\n\r?\n/.exec(whole);
  if (!end) return bytes;
  const fields = whole
    .slice(0, end.index)
    .split(/\r?\n(?![ \t])/)
    .filter((field) => KEPT.test(field));
  return Buffer.from(`${fields.join('\r\n')}\r\n\r\n${whole.slice(end.index + end[0].length)}`, 'latin1');
}

export type Mode = 'as received' | 'without telling fields' | 'and without subject';
export const MODES: readonly Mode[] = ['as received', 'without telling fields', 'and without subject'];

/** What a mail is judged to be when only so much of it is left. */
export async function kindIn(mode: Mode, bytes: Buffer): Promise<string> {
  const { mail } = await fromMime(mode === 'as received' ? bytes : withoutTellingFields(bytes));
  if (mode === 'and without subject') mail.subject = 'Re: your mail';
  return classify(mail).kind;
}

/** The project's own notes, by what they are: none has a header or subject that gives it away. */
export function ownNotes(): { what: string; language: string; right: boolean }[] {
  const answer = (text: string): IncomingMail => ({
    from: { address: 'bob@partner.example', name: 'Bob Lindqvist' },
    replyTo: [],
    to: [{ address: 'alice@brightwater.example', name: 'Alice Moreau' }],
    cc: [],
    subject: 'Re: Quote for the boats',
    date: '2026-07-01T09:00:00.000Z',
    inReplyTo: '<quote@brightwater.example>',
    references: ['<quote@brightwater.example>'],
    headers: [],
    text,
  });
  const notes = (what: string, kind: string, all: readonly { language: string; text: string }[]) =>
    all.map(({ language, text }) => ({ what, language, right: classify(answer(text)).kind === kind }));
  return [
    ...notes('away', 'auto-reply', [...AWAY_NOTES, ...UNUSUAL_AWAY_NOTES]),
    ...notes('left the company', 'auto-reply', GONE_NOTES),
    ...notes('people', 'reply', [...PERSONS_MAILS, ...UNUSUAL_PERSONS_MAILS]),
    ...UNDELIVERED_NOTES.map(({ language, from, subject, text }) => {
      const named = /^(.*?) <(.*)>$/.exec(from);
      const sender = { address: named?.[2] ?? from, ...(named && { name: named[1] ?? '' }) };
      const { inReplyTo: _none, ...mail } = answer(text);
      const { kind } = classify({ ...mail, from: sender, subject, references: [] });
      return { what: 'not delivered', language, right: kind === 'bounce' };
    }),
  ];
}
