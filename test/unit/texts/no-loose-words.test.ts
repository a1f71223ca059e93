import ts from 'typescript';
import { literalsOf, placeOf, sourcesBelow, walk } from '../../fixtures/sources';

/** Names, which are the same everywhere. */
const NAMES = new Set(['Mailtrail', 'Outlook', 'English', 'Polski', 'Deutsch']);

/** Attributes and properties by which components are given words. */
const WORDS =
  /^(?:title|label|aria-label|aria-description|aria-placeholder|aria-roledescription|aria-valuetext|placeholder|alt|hint|about|help|text|words|badge|header|subtitle|description|caption|message|validationMessage|confirm|content|action)$/;
/** A word of a person's, and not a class, an address, a version or a date. */
const isWords = (text: string): boolean =>
  /\p{L}{2}/u.test(text.replaceAll('{}', '')) && !NAMES.has(text.trim()) && !/^[a-z0-9.:/#_-]*$/.test(text);

const loose = (node: ts.Node, expression: ts.Expression): string[] =>
  literalsOf(expression)
    .filter(isWords)
    .map((text) => `${placeOf(node)} “${text.trim()}”`);

/** Words that a person would see and that come from no catalogue. */
function looseWords(file: ts.SourceFile): string[] {
  const found: string[] = [];
  walk(file, (node) => {
    if (ts.isJsxText(node) && isWords(node.text)) found.push(`${placeOf(node)} “${node.text.trim()}”`);
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) {
      found.push(...loose(node, node.expression));
    }
    if (ts.isJsxAttribute(node) && WORDS.test(node.name.getText()) && node.initializer) {
      const { initializer } = node;
      if (ts.isStringLiteral(initializer)) found.push(...loose(node, initializer));
      if (ts.isJsxExpression(initializer) && initializer.expression) {
        found.push(...loose(node, initializer.expression));
      }
    }
    if (ts.isPropertyAssignment(node) && WORDS.test(node.name.getText().replaceAll("'", ''))) {
      found.push(...loose(node, node.initializer));
    }
    if (ts.isCallExpression(node) && /^use[A-Z]\w*Title$|^useTitle$/.test(node.expression.getText())) {
      found.push(...node.arguments.flatMap((one) => loose(node, one)));
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'ApiError') {
      found.push(...(node.arguments ?? []).slice(2, 3).flatMap((one) => loose(node, one)));
    }
  });
  return found;
}

test.each(['src/web', 'src/addin/pane'])('every word that %s shows comes from its catalogue', (folder) => {
  const sources = sourcesBelow(folder, (path) => !path.includes('/texts/'));
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.flatMap(looseWords)).toEqual([]);
});

test('a loose word is found wherever it may stand', () => {
  const file = ts.createSourceFile(
    'made.tsx',
    `const a = <b title="Some words">More words {x ? 'Yes indeed' : texts.a} {\`So \${n} many\`} <i alt={y ?? 'Picture'} className="not-words" /></b>;
     useTitle('A page'); const c = [{ label: 'In a list' }]; throw new ApiError(0, 'a-code', 'A reason');`,
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  expect(looseWords(file).map((one) => one.slice(one.indexOf('“')))).toEqual([
    '“Some words”',
    '“More words”',
    '“Yes indeed”',
    '“So {} many”',
    '“Picture”',
    '“A page”',
    '“In a list”',
    '“A reason”',
  ]);
});
