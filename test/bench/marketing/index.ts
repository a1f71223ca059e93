import { parseArgs } from 'node:util';
import { benchReport } from './report';
import { benchSegments } from './segments';
import { benchSend } from './send';

const HELP = `npm run bench -- marketing [--only NAME] [--recipients N] [--laps N]

  send      recipients per second from the press on Send until the last copy is handed to an SMTP sink (a process of its
            own) and written down, on the embedded store, beside nodemailer alone sending the same mails finished

  segments  100,000 contacts and 200 active segments: from an event until every segment has followed, a live count, a filling;
            --postgres: on TEST_DATABASE_URL

  report    reports over many events, as the server makes them

  --only NAME      one of them
  --recipients N   of each campaign (3000)
  --laps N         of each contestant, after one to warm up (3)
`;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      recipients: { type: 'string', default: '3000' },
      laps: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
      contacts: { type: 'string', default: '100000' },
      events: { type: 'string', default: '200000' },
      segments: { type: 'string', default: '200' },
      'report-events': { type: 'string', default: '5000000' },
      postgres: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const print = (text: string): unknown => process.stdout.write(`${text}\n`);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const wanted = (name: string): boolean => values.only === '' || values.only === name;
  if (wanted('send')) print(await benchSend(Number(values.recipients), Number(values.laps)));
  if (wanted('segments')) {
    print(
      await benchSegments({
        contacts: Number(values.contacts),
        postgres: values.postgres,
        events: Number(values.events),
        segments: Number(values.segments),
      }),
    );
  }
  let ok = true;
  if (wanted('report')) {
    const server = values.postgres ? process.env.TEST_DATABASE_URL : undefined;
    const report = await benchReport(Number(values['report-events']), server);
    print(report.text);
    ({ ok } = report);
  }
  return ok ? 0 : 1;
}
