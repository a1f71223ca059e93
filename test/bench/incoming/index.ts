import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../measure';
import { kindIn, MODES, ownNotes, readMails } from './mails';
import { finds, readCases, textContestants, type Rivals } from './texts';

const ROOT = resolve(__dirname, '../../..');
const PAGE = resolve(ROOT, 'docs/incoming.md');
const FROM = '<!-- npm run bench -- incoming --write -->';
const TO = '<!-- end -->';
const HELP = `npm run bench -- incoming [--corpus D] [--why] [--write]

What share of received mail is judged as what it is, and of replies' new text is found.

  --corpus D   another folder than ../shared/corpus, laid out alike
  --why        each mail that is judged wrongly, each text not found
  --write      write the tables into docs/incoming.md
`;

export async function run(args: string[], rivals: Partial<Rivals>): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      corpus: { type: 'string', default: resolve(ROOT, '../shared/corpus') },
      why: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { corpus } = values;
  const parts: string[] = [];
  if (existsSync(corpus)) {
    parts.push(await kindsTable(corpus, values.why));
    if (rivals.planer && rivals.replyParser) {
      parts.push(
        await textsTable(corpus, { planer: rivals.planer, replyParser: rivals.replyParser }, values.why),
      );
    }
  } else process.stdout.write(`${corpus} is not there: only our own notes are judged\n`);
  parts.push(notesTable());
  const text = parts.join('\n\n');
  process.stdout.write(`${text}\n`);
  if (values.write) {
    const page = readFileSync(PAGE, 'utf8');
    const [from, to] = [page.indexOf(FROM) + FROM.length, page.indexOf(TO)];
    if (from < FROM.length || to < 0) throw new Error(`${PAGE} has no place for the tables`);
    writeFileSync(PAGE, `${page.slice(0, from)}\n\n${text}\n\n${page.slice(to)}`);
  }
  return 0;
}

const share = (right: number, all: number): string =>
  `${right} of ${all}${all === 0 ? '' : `, ${((100 * right) / all).toFixed(1)} %`}`;

async function kindsTable(corpus: string, why: boolean): Promise<string> {
  const mails = readMails(corpus);
  const labels = [...new Set(mails.map((mail) => mail.label))].sort();
  const rows = new Map(labels.map((label) => [label, [] as string[]]));
  for (const mode of MODES) {
    const right = new Map<string, number>();
    for (const mail of mails) {
      const kind = await kindIn(mode, mail.bytes);
      if (mail.right(kind)) right.set(mail.label, (right.get(mail.label) ?? 0) + 1);
      else if (why) process.stdout.write(`${mode}: ${mail.file} ${mail.label} → ${kind}\n`);
    }
    for (const label of labels) {
      const all = mails.filter((mail) => mail.label === label).length;
      rows.get(label)?.push(share(right.get(label) ?? 0, all));
    }
  }
  return table([['label', ...MODES], ...[...rows].map(([label, cells]) => [label, ...cells])]);
}

async function textsTable(corpus: string, rivals: Rivals, why: boolean): Promise<string> {
  const cases = readCases(corpus);
  const rows: string[][] = [];
  for (const contestant of textContestants(rivals)) {
    const cells: string[] = [];
    for (const spaces of ['runs', 'none'] as const) {
      let right = 0;
      for (const one of cases) {
        if (await finds(one, contestant, spaces)) right += 1;
        else if (why && contestant.name === 'ours') process.stdout.write(`${spaces}: ${one.id}\n`);
      }
      cells.push(share(right, cases.length));
    }
    rows.push([contestant.name, ...cells]);
  }
  return table([['who', 'new text found', 'the same, white space apart'], ...rows]);
}

function notesTable(): string {
  const notes = ownNotes();
  const what = [...new Set(notes.map((note) => note.what))];
  const languages = [...new Set(notes.map((note) => note.language))];
  const cell = (language: string, one: string): string => {
    const here = notes.filter((note) => note.language === language && note.what === one);
    return `${here.filter((note) => note.right).length} of ${here.length}`;
  };
  return table([
    ['our own notes', ...what],
    ...languages.map((language) => [language, ...what.map((one) => cell(language, one))]),
  ]);
}
