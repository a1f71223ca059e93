import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readBodies } from '../embed/bodies';
import { clientsPage, clientTables } from './page';

const HELP = `npm run bench -- clients [--dir D] [--write]

Which share of the corpus gets the image and links in which Outlook, and why not.

  --dir D    another folder of outgoing bodies
  --write    write docs/clients.md
`;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const print = (text: string): unknown => process.stdout.write(`${text}\n`);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const { bodies, from } = readBodies(values.dir);
  print(`${from}: ${bodies.length} bodies\n\n${clientTables(bodies)}`);
  if (values.write) writeFileSync(resolve(__dirname, '../../../docs/clients.md'), clientsPage(bodies));
  return 0;
}
