// Takes mail over SMTP and forgets it: a process of its own, as a relay is. Prints its port, then how much it took whenever
// it is asked by a line on standard input.
import { SMTPServer } from 'smtp-server';

let taken = 0;
let bytes = 0;
const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _session, done) => {
    stream.on('data', (chunk) => (bytes += chunk.length));
    stream.on('end', () => {
      taken += 1;
      done(null, 'taken');
    });
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.server.address().port}\n`));
process.stdin.on('data', () => process.stdout.write(`${JSON.stringify({ taken, bytes })}\n`));
process.stdin.on('end', () => process.exit());
