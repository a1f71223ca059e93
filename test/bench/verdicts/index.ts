import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { figures, flow, world } from '../../simulator';
import { verdictTables } from './tables';

const HELP = `npm run bench -- verdicts [--mails N] [--seed S] [--write]

Judges the simulated traffic of N mails (20000) as the server would, and tells what was judged wrongly.

  --seed S   another chance (1)
  --write    write the tables into docs/verdicts.md
`;
const PAGE = resolve(__dirname, '../../../docs/verdicts.md');
const FROM = '<!-- npm run bench -- verdicts --write -->';
const TO = '<!-- end -->';

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      mails: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const mails = Number(values.mails);
  const outcomes = flow(world(Number(values.seed), mails));
  const text = `${mails} mails, seed ${values.seed}: ${outcomes.length} hits.\n\n${verdictTables(figures(outcomes))}`;
  process.stdout.write(`${text}\n`);
  if (values.write) {
    const page = readFileSync(PAGE, 'utf8');
    const [from, to] = [page.indexOf(FROM) + FROM.length, page.indexOf(TO)];
    if (from < FROM.length || to < 0) throw new Error(`${PAGE} has no place for the tables`);
    writeFileSync(PAGE, `${page.slice(0, from)}\n\n${text}\n\n${page.slice(to)}`);
  }
  return 0;
}
