// The benches' entry. The rivals are loaded by Node itself, before the compiler of our sources (tsx) hooks in:
// what it would add to their code is not theirs.
import { createRequire } from 'node:module';

const BENCHES = {
  embed: './embed',
  linear: './linear',
  send: './send',
  clients: './clients',
  hits: './hits',
  scale: './scale',
  verdicts: './verdicts',
};

const HELP = `npm run bench -- NAME [options]

  embed     mails per second over the corpus: ours, four rivals, and the least that has to be done
  linear    time of embed and strip for input twice as long, on the worst shapes
  send      the send handler in a browser, against one that does nothing
  clients   which share of the corpus carries what in which Outlook
  hits      image requests per second: a bare server, a rival, ours on both stores
  scale     the pages of the web app over a million hits, against ten thousand
  verdicts  person or machine: what share of simulated hits is judged wrongly, by kind

'npm run bench -- NAME --help' says more. docs/bench.md says what the figures mean.
`;

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || name === '--help' || name === '-h') {
  process.stdout.write(HELP);
} else if (!Object.hasOwn(BENCHES, name)) {
  process.stderr.write(`bench: there is no '${name}'; 'npm run bench -- --help' lists them\n`);
  process.exitCode = 2;
} else {
  const rivals =
    name === 'embed' && !rest.includes('--help')
      ? {
          parse5: await import('parse5'),
          cheerio: await import('cheerio'),
          rewriter: (await import('html-rewriter-wasm')).default,
          mailTracking: (await import('nodemailer-mail-tracking')).default,
        }
      : {};
  const require = createRequire(import.meta.url);
  require('tsx/cjs');
  process.exitCode = await require(BENCHES[name]).run(rest, rivals);
}
