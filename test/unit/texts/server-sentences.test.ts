import ts from 'typescript';
import { saidIn } from '../../../src/core/texts/server';
import { germanSentences } from '../../../src/core/texts/server/de';
import { polishSentences } from '../../../src/core/texts/server/pl';
import { inWords, REASONS } from '../../../src/core/hits/reasons';
import { literalsOf, parsed, placeOf, sourcesBelow, walk } from '../../fixtures/sources';

const TABLES = { pl: polishSentences, de: germanSentences } as const;
const LANGUAGES = ['pl', 'de'] as const;
const said = { pl: saidIn(polishSentences), de: saidIn(germanSentences) } as const;

/** Calls by which the server refuses something, and at which place the sentence for people stands. */
const REFUSALS: Record<string, number> = { problem: 2, UsersRefused: 1 };
/** Files whose sentences people read, whoever says them. */
const SPOKEN = [
  'src/core/hits/agents.ts',
  'src/server/crm/policy-words.ts',
  'src/server/mailbox/access/refusal-words.ts',
  'src/server/mailbox/doctor/findings.ts',
  'src/server/mailbox/doctor/health.ts',
  'src/server/mailbox/filing/copy-attachment.ts',
  'src/server/mailbox/copy-files.ts',
  'src/server/mailbox/leave.ts',
  'src/server/mailbox/state-of-failure.ts',
  'src/server/marketing/audience/checks/domain.ts',
  'src/server/marketing/audience/checks/index.ts',
  'src/server/marketing/audience/words.ts',
  'src/server/marketing/send/system-pause.ts',
  'src/server/tracking/why-nothing.ts',
];

/** Names of makers and programs. */
const NAMES = new Set([
  'Microsoft Defender Safe Links',
  'Cisco Secure Email',
  'Symantec Email Security',
  'Trend Micro',
  'Windows Live Mail',
  'HCL Notes',
  'Apple Mail',
]);
/** What is put together of parts: how it reads as a whole. */
const WHOLE: Record<string, readonly string[]> = {
  '{} {} in the mailbox that Mailtrail has not looked at.': [
    '1 mail lies in the mailbox that Mailtrail has not looked at.',
    '7 mails lie in the mailbox that Mailtrail has not looked at.',
  ],
  'mail lies': [],
  'mails lie': [],
  'The client secret {}. Without it nobody signs in and no mailbox is watched.': [
    'The client secret has expired. Without it nobody signs in and no mailbox is watched.',
    'The client secret expires in 1 day. Without it nobody signs in and no mailbox is watched.',
  ],
  'has expired': [],
  'expires in {} {}': [],
  '{} of this mail are shown to nobody: a recipient has objected or withdrawn consent, or “no tracking” is set for them.':
    [
      'Opens of this mail are shown to nobody: a recipient has objected or withdrawn consent, or “no tracking” is set for them.',
      'Clicks of this mail are shown to nobody: a recipient has objected or withdrawn consent, or “no tracking” is set for them.',
    ],
  '{} by some of its recipients are shown to nobody: they have objected or withdrawn consent, or “no tracking” is set for them.':
    [
      'Opens by some of its recipients are shown to nobody: they have objected or withdrawn consent, or “no tracking” is set for them.',
      'Clicks by some of its recipients are shown to nobody: they have objected or withdrawn consent, or “no tracking” is set for them.',
    ],
};

const SERVER = sourcesBelow('src/server');

/** A sentence with something in the place of what varies. */
const filled = (sentence: string): string => sentence.replaceAll('{}', 'X7');
const isSentence = (text: string): boolean =>
  /\p{L}{2,} \p{L}/u.test(text) && text.replaceAll('{}', '').trim().length > 5;

function refusals(file: ts.SourceFile): { place: string; sentence: string }[] {
  const found: { place: string; sentence: string }[] = [];
  if (!/\b(?:problem|UsersRefused)\(/.test(file.text)) return found;
  walk(file, (node) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const sentence = node.arguments?.[REFUSALS[node.expression.getText()] ?? -1];
    if (!sentence) return;
    for (const text of literalsOf(sentence)) {
      if (isSentence(text)) found.push({ place: placeOf(node), sentence: text });
    }
  });
  return found;
}

/** Sentences of a file: not what it throws for us, nor names of columns and conditions of a query. */
function sentences(file: ts.SourceFile): { place: string; sentence: string }[] {
  const found: { place: string; sentence: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isThrowStatement(node) || ts.isTaggedTemplateExpression(node))
      return;
    if (
      ts.isRegularExpressionLiteral(node) ||
      (ts.isPropertyAssignment(node) && /^(?:example|about)$/.test(node.name.getText()))
    )
      return;
    if (
      ts.isCallExpression(node) &&
      /\.(?:select|where|selectFrom|innerJoin|leftJoin|orderBy|returning|error|warn|join)$/.test(
        node.expression.getText(),
      )
    ) {
      // What stands before the call is a call too.
      ts.forEachChild(node.expression, visit);
      return;
    }
    if (
      (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) &&
      !ts.isLiteralTypeNode(node.parent)
    ) {
      found.push(
        ...literalsOf(node)
          .filter(isSentence)
          .map((sentence) => ({ place: placeOf(node), sentence })),
      );
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe.each(LANGUAGES)('what the server says, in %s', (language) => {
  const unknown = (all: readonly { place: string; sentence: string }[]): string[] => [
    ...new Set(
      all
        .flatMap((one) => (WHOLE[one.sentence] ?? [one.sentence]).map((sentence) => ({ ...one, sentence })))
        .filter(
          ({ sentence }) => !NAMES.has(sentence) && said[language](filled(sentence)) === filled(sentence),
        )
        .map(({ place, sentence }) => `${place} ${sentence}`),
    ),
  ];

  test('every refusal is known', () => {
    const all = SERVER.flatMap(refusals);
    expect(all.length).toBeGreaterThan(60);
    expect(unknown(all)).toEqual([]);
  });

  test('every sentence that people read is known', () => {
    expect(unknown(SPOKEN.map(parsed).flatMap(sentences))).toEqual([]);
  });

  test('every reason of a verdict is known', () => {
    const names = { agentName: 'Chrome', networkName: 'Example' };
    const reasons = Object.keys(REASONS)
      .filter((code): code is keyof typeof REASONS => code in REASONS)
      .map((code) => inWords(code, names));
    expect(reasons.filter((reason) => said[language](reason) === reason)).toEqual([]);
  });

  test('each translation has the places of its sentence, and other words', () => {
    const wrong = Object.entries(TABLES[language]).filter(([sentence, words]) => {
      const places = sentence.split('{}').length - 1;
      const put = [...words.matchAll(/\{(\d)\}/g)].map(([, n]) => Number(n));
      return words.trim() === '' || put.some((n) => n < 1 || n > places) || new Set(put).size !== places;
    });
    expect(wrong).toEqual([]);
  });
});

test('both languages know the same sentences', () => {
  expect(Object.keys(germanSentences)).toEqual(Object.keys(polishSentences));
});

/** Put together in the code of parts that are shorter than what is looked for here. */
const MADE = new Set([
  'The request is wrong: {}.',
  '"{}" is wrong: {}.',
  'The client secret expires in {}. Without it nobody signs in and no mailbox is watched.',
]);

test('no sentence is kept that nobody says any more', () => {
  const spoken = [...SERVER, ...sourcesBelow('src/core', (path) => !path.startsWith('src/core/texts'))]
    .map(({ text }) => text.replaceAll("\\'", "'"))
    .join('\n');
  /** Five words in a row are somebody's; a shorter part must stand as it is. */
  const isSpoken = (part: string): boolean => {
    const words = part.split(' ');
    return words.length <= 5
      ? spoken.includes(part)
      : words.slice(4).some((_word, i) => spoken.includes(words.slice(i, i + 5).join(' ')));
  };
  const parts = (sentence: string): string[] =>
    sentence
      .split('{}')
      .map((part) => part.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, ''))
      .filter((part) => /\p{L}{3}/u.test(part));
  const gone = Object.keys(polishSentences).filter(
    (sentence) => !MADE.has(sentence) && !parts(sentence).every(isSpoken),
  );
  expect(gone).toEqual([]);
});
