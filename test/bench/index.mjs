// The benches' entry. The rivals are loaded by Node itself, before the compiler of our sources (tsx) hooks in:
// what it would add to their code is not theirs.
import { createRequire } from 'node:module';

const BENCHES = {
  embed: './embed',
  linear: './linear',
  send: './send',
  clients: './clients',
  hits: './hits',
  incoming: './incoming',
  mailbox: './mailbox',
  marketing: './marketing',
  pane: './pane',
  scale: './scale',
  verdicts: './verdicts',
};

const HELP = `npm run bench -- NAME [options]

  embed     mails per second over the corpus: ours, four rivals, and the least that has to be done
  linear    time of embed and strip for input twice as long, on the worst shapes
  send      the send handler in a browser, against one that does nothing
  clients   which share of the corpus carries what in which Outlook
  hits      image requests per second: a bare server, a rival, ours on both stores
  incoming  which share of received mail is judged rightly, and of new text found, beside two rivals
  mailbox   mails per second judged, matched and filed, beside two parsers; memory of a look back; one slow mailbox among 200
  marketing recipients per second handed to a relay, beside nodemailer alone; segments and reports at scale
  pane      until the pane in the sandbox can be pressed, against an empty page of Fluent's
  scale     the pages of the web app over a million hits, against ten thousand
  verdicts  person or machine: what share of simulated hits is judged wrongly, by kind

'npm run bench -- NAME --help' says more. docs/bench.md says what the figures mean.
`;

async function rivalsOf(bench) {
  if (bench === 'embed') {
    return {
      parse5: await import('parse5'),
      cheerio: await import('cheerio'),
      rewriter: (await import('html-rewriter-wasm')).default,
      mailTracking: (await import('nodemailer-mail-tracking')).default,
    };
  }
  if (bench === 'mailbox') return { simpleParser: (await import('mailparser')).simpleParser };
  if (bench !== 'incoming') return {};
  const planer = (await import('planer')).default;
  const ReplyParser = (await import('email-reply-parser')).default;
  return {
    planer: (text) => planer.extractFromPlain(text),
    replyParser: (text) => {
      const mail = new ReplyParser().read(text);
      const unquoted = mail.getFragments().filter((fragment) => !fragment.isQuoted());
      return { whole: unquoted.map(String).join('\n'), visible: mail.getVisibleText() };
    },
  };
}

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || name === '--help' || name === '-h') {
  process.stdout.write(HELP);
} else if (!Object.hasOwn(BENCHES, name)) {
  process.stderr.write(`bench: there is no '${name}'; 'npm run bench -- --help' lists them\n`);
  process.exitCode = 2;
} else {
  const rivals = rest.includes('--help') ? {} : await rivalsOf(name);
  const require = createRequire(import.meta.url);
  // As the server's own start does.
  require('parse5');
  require('tsx/cjs');
  process.exitCode = await require(BENCHES[name]).run(rest, rivals);
}
