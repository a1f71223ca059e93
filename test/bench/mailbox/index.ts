import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fileMails } from './filing';
import { lookBackOver } from './look-back';
import { beside } from './neighbours';

const ROOT = resolve(__dirname, '../../..');
interface Rivals {
  simpleParser: (mail: Buffer) => Promise<unknown>;
}

const HELP = `npm run bench -- mailbox [--corpus D] [--rounds N] [--look-back N] [--only NAME]

  filing      processor time in which a mail is fetched, judged, matched and filed with its files, on the embedded store,
              beside what postal-mime and mailparser alone need to parse the same mails; what Graph's stand-in takes is
              measured by asking it the same again, and taken off
  look-back   memory while N mails from before the connection are looked through (2,000; the full measure is 50,000)
  neighbours  how long 199 mailboxes are waited for beside one whose every answer takes a second

  --corpus D  another folder of .eml than ../shared/corpus/mail
  --rounds N  how often the corpus is delivered (2)
  --only NAME one of the three
`;

export async function run(args: string[], { simpleParser }: Rivals): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      corpus: { type: 'string', default: resolve(ROOT, '../shared/corpus/mail') },
      rounds: { type: 'string', default: '2' },
      'look-back': { type: 'string', default: '2000' },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const print = (text: string): unknown => process.stdout.write(`${text}\n`);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const wanted = (name: string): boolean => values.only === '' || values.only === name;
  if (wanted('filing')) print(await fileMails(values.corpus, Number(values.rounds), simpleParser));
  if (wanted('look-back')) print(await lookBackOver(Number(values['look-back'])));
  if (wanted('neighbours')) print(await beside());
  return 0;
}
