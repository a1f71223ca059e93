import { readFileSync } from 'node:fs';
import { classify, fromMime, matchReply, replyEvidence, replyText } from '../../../src/core/incoming';
import { describeWithShared, sharedPath } from '../../fixtures/shared';

interface Label {
  label: string;
  alsoAccept?: string[] | null;
}
interface ReplyCase {
  id: string;
  format: 'text' | 'html' | 'eml';
  input: string;
  mode: 'exact' | 'exact-ignore-whitespace' | 'contains';
  signature: 'kept' | 'removed' | 'either';
  expected: string | null;
  mustContain: string[];
  mustNotContain: string[];
}

const read = <T>(name: string): T => JSON.parse(readFileSync(sharedPath('corpus', name), 'utf8')) as T;

/** The corpus' labels in the words of R2. */
const KINDS: Record<string, string[]> = {
  'human-reply': ['reply', 'new'],
  'human-new': ['reply', 'new'],
  'read-receipt': ['receipt'],
  'calendar-response': ['calendar'],
};
/** Of each label at least this share, as reached; spam and other have to be anything but a reply. */
const REACHED: Record<string, number> = {
  bounce: 1,
  'auto-reply': 1,
  'auto-generated': 1,
  'read-receipt': 1,
  'calendar-response': 1,
  'human-reply': 1,
  'human-new': 1,
  spam: 1,
  other: 1,
};

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

function holds(c: ReplyCase, got: string): boolean {
  if (c.mode === 'exact') return got.trim() === (c.expected ?? '').trim();
  if (c.mode === 'exact-ignore-whitespace') return flat(got) === flat(c.expected ?? '');
  return (
    c.mustContain.every((m) => flat(got).includes(flat(m))) && !c.mustNotContain.some((m) => got.includes(m))
  );
}

describeWithShared('real mail', () => {
  test('is judged as what it is', async () => {
    const table = new Map<string, { mails: number; right: number }>();
    const wrong: string[] = [];
    const labels = {
      ...read<Record<string, Label>>('labels.json'),
      ...read<Record<string, Label>>('labels-synthetic.json'),
    };
    for (const [file, { label, alsoAccept }] of Object.entries(labels)) {
      const { mail } = await fromMime(readFileSync(sharedPath('corpus', file)));
      const { kind, evidence } = classify(mail);
      const accepted = [label, ...(alsoAccept ?? [])].flatMap((l) => KINDS[l] ?? [l]);
      const right = label === 'spam' || label === 'other' ? kind !== 'reply' : accepted.includes(kind);
      const row = table.get(label) ?? { mails: 0, right: 0 };
      table.set(label, { mails: row.mails + 1, right: row.right + (right ? 1 : 0) });
      if (!right) wrong.push(`${file} ${label} -> ${kind} (${evidence.join('; ')})`);
    }
    const lines = [...table].map(([label, { mails, right }]) => `  ${label.padEnd(18)} ${right} of ${mails}`);
    process.stdout.write(`kinds of received mail, corpus:\n${[...lines, ...wrong].join('\n')}\n`);
    for (const [label, { mails, right }] of table) {
      expect({ label, enough: right / mails >= (REACHED[label] ?? 1) }).toEqual({ label, enough: true });
    }
  });

  test('new text is found in at least 96 of 100 cases', async () => {
    const cases = read<ReplyCase[]>('reply-text.json');
    const missed: string[] = [];
    for (const c of cases) {
      const body =
        c.format === 'eml' ? (await fromMime(Buffer.from(c.input, 'utf8'))).mail : { [c.format]: c.input };
      const split = replyText(body);
      const whole = [split.replyText, split.signature ?? ''].filter((s) => s !== '').join('\n');
      const answers = { kept: [whole], removed: [split.replyText], either: [whole, split.replyText] }[
        c.signature
      ];
      if (!answers.some((got) => holds(c, got))) missed.push(c.id);
    }
    process.stdout.write(
      `new text, corpus: ${cases.length - missed.length} of ${cases.length}; not as expected: ${missed.join(' ')}\n`,
    );
    expect((cases.length - missed.length) / cases.length).toBeGreaterThanOrEqual(0.96);
  });

  test('each reply of a thread finds its original and no other, in whatever state it arrives', async () => {
    const threads = read<{ reply: string; original: string }[]>('threads.json');
    const token = (n: number): string => `I${String(n).padStart(43, 'a')}`;
    const originals = new Map<string, { messageId: string }>();
    const marks = new Map<string, { messageId: string }>();
    for (const [n, { original }] of threads.entries()) {
      const { mail } = await fromMime(readFileSync(sharedPath('corpus', original)));
      if (mail.internetMessageId) originals.set(mail.internetMessageId, { messageId: original });
      marks.set(token(n), { messageId: original });
    }
    const none = { byMessageId: new Map(), byToken: new Map(), conversation: [] };
    const byHeaders = { ...none, byMessageId: originals };
    for (const [n, { reply, original }] of threads.entries()) {
      const { mail } = await fromMime(readFileSync(sharedPath('corpus', reply)));
      const to = (over: Partial<typeof mail>, lookups: Parameters<typeof matchReply>[1]) =>
        matchReply(replyEvidence({ ...mail, ...over }), lookups).messageId;
      const { inReplyTo: _parent, conversationId: _none, ...rest } = mail;
      const bare = { ...rest, references: [], headers: [] };
      const others = new Map([...originals].filter(([, found]) => found.messageId !== original));
      const conversation = [
        { messageId: original, participants: [mail.from?.address.toLowerCase() ?? ''], sentAt: '2002-01-01' },
      ];
      expect({
        reply,
        asItIs: to({}, byHeaders),
        subjectChanged: to({ subject: 'Something else' }, byHeaders),
        fromElsewhere: to({ from: { address: 'else@where.example' } }, byHeaders),
        onlyMarks: matchReply(
          replyEvidence({ ...bare, html: `Yes.<img src="https://t.example/o/${token(n)}.gif">` }),
          { ...none, byToken: marks },
        ).messageId,
        onlyConversation: matchReply(replyEvidence({ ...bare, conversationId: 'c' }), {
          ...none,
          conversation,
        }).messageId,
        withoutEvidence: matchReply(replyEvidence(bare), byHeaders).messageId,
        withoutItsOriginal: to({}, { ...none, byMessageId: others }),
      }).toEqual({
        reply,
        asItIs: original,
        subjectChanged: original,
        fromElsewhere: original,
        onlyMarks: original,
        onlyConversation: original,
        withoutEvidence: undefined,
        withoutItsOriginal: undefined,
      });
      expect(classify(mail, { ours: (id) => originals.has(id) }).kind).toBe('reply');
    }
  });
});
