import fc from 'fast-check';
import { classify, fromMime, marksIn, replyText } from '../../../src/core/incoming';
import { AWAY_NOTES, UNDELIVERED_NOTES } from '../../fixtures/notes';
import { mail } from '../../unit/incoming/mails';
import { propertyRuns } from '../seed';

/** Long enough for a square to show; five megabytes in the long run. */
const LONGEST = process.env['LONG'] === '1' ? 5_000_000 : 300_000;
const long = (unit: string, length: number): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/** Texts on which a reader that looks back or ahead without bound takes the square of their length. */
const SHAPES: readonly (readonly [string, string])[] = [
  ['marks of quotation', '>'],
  ['marks of quotation set apart', '> '],
  ['lines of quotation, ever deeper', '>>>>>>>>\n>'],
  ['closings', 'Kind regards,\n'],
  ['lines of phones', '\nSent from my iPhone\n'],
  ['delimiters', '-- \n'],
  ['notes', 'I am out of the office until '],
  ['notes in sentences', 'Ich bin bis 14. Juli nicht im Büro. '],
  ['addresses', 'please contact Anna Nowak a.b@c.example, '],
  ['half addresses', 'a.'],
  ['names', 'Anna Nowak '],
  ['failures', 'mail could not be '],
  ['dates', '1.7.2026, 12:00 <'],
  ['labels', 'From: \n'],
  ['kana without a stop', '不在にしており'],
  ['marks on letters', 'a\u0301\u0301\u0301'],
];

describe('a hostile mail is judged in bounded time', () => {
  test.each(SHAPES)('a long text of %s', (_, unit) => {
    const text = long(unit, LONGEST);
    const { user } = process.cpuUsage();
    const judged = classify(
      mail({ from: { address: 'postmaster@x.example' }, subject: text.slice(0, 100_000), text }),
    );
    expect(judged.kind).toEqual(expect.any(String));
    // A square of it would be minutes.
    expect(process.cpuUsage().user - user).toBeLessThan(3_000_000);
  });

  test('quotation marks and blockquotes without end', () => {
    const { user } = process.cpuUsage();
    expect(replyText({ text: `Twelve.\n\n${long('> ', LONGEST)}` }).replyText).toBe('Twelve.');
    replyText({ html: `Twelve.${long('<blockquote>', LONGEST)}` });
    replyText({ html: `Twelve.${long('<blockquote type=cite>x</blockquote>', LONGEST)}` });
    marksIn(long('/o/aaaaaaaaaaaaaaaaaaaaaa', LONGEST));
    expect(process.cpuUsage().user - user).toBeLessThan(10_000_000);
  });
});

test('whatever is cut from, put into or doubled in a mail, it is judged, and nothing throws', async () => {
  const texts = [...AWAY_NOTES, ...UNDELIVERED_NOTES].map(({ text }) => text);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(),
      fc.string({ unit: 'binary', maxLength: 20 }),
      async (text, from, to, noise) => {
        const cut = text.slice(from % (text.length + 1));
        const broken = `${cut.slice(0, to % (cut.length + 1))}${noise}${cut}`;
        expect(classify(mail({ text: broken, html: broken })).evidence.length).toBeGreaterThan(0);
        const raw = Buffer.from(
          `Subject: ${noise}\nContent-Type: multipart/mixed; boundary=${noise}\n\n${broken}`,
        );
        const { mail: read } = await fromMime(raw);
        expect(classify(read).kind).toEqual(expect.any(String));
      },
    ),
    propertyRuns('broken mail is judged', 25, 5_000),
  );
});
