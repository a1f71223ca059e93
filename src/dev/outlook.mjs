// npm run outlook: this server under https://localhost with a certificate that Outlook trusts, and the add-in
// sideloaded into it. Microsoft's own tools do both; they are fetched when this is run, and are no dependency of ours.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** MIT, Microsoft. */
const CERTIFICATES = 'office-addin-dev-certs@3.0.0';
const SIDELOADING = 'office-addin-debugging@7.0.0';
const CERTIFICATE_FOLDER = join(homedir(), '.office-addin-dev-certs');

const HELP = `npm run outlook: sideloads the add-in of this working copy into a real Outlook

Usage: ENTRA_CLIENT_ID=… ENTRA_CLIENT_SECRET=… npm run outlook [-- --manual]

  --manual   sideload nothing: write the manifest, serve, and say where to put it

Serves https://localhost:PORT (3000 without PORT). docs/developing.md has the registration that it needs in Entra.
`;

const port = Number(process.env.PORT ?? 3000);
const publicUrl = `https://localhost:${port}`;
const manifestFile = join(ROOT, 'dist', 'outlook-manifest.xml');

const say = (line) => process.stdout.write(`${line}\n`);
function stop(line, code = 1) {
  process.stderr.write(`npm run outlook: ${line}\n`);
  process.exit(code);
}
const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
const runTool = (...args) =>
  spawnSync(npx, ['--yes', ...args], { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' })
    .status === 0;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(HELP);
  process.exit(0);
}
const unknown = args.find((arg) => arg !== '--manual');
if (unknown !== undefined) stop(`does not know '${unknown}'; --help says what it takes`, 2);
if (!Number.isInteger(port) || port < 1 || port > 65_534)
  stop(`PORT is '${process.env.PORT}'; allowed: 1 to 65534`, 2);
for (const name of ['ENTRA_CLIENT_ID', 'ENTRA_CLIENT_SECRET']) {
  if (!process.env[name]) {
    stop(
      `${name} is not set; a real Outlook signs in at Microsoft (docs/developing.md, "In a real Outlook")`,
      2,
    );
  }
}
// Other platforms have no Outlook that can be sideloaded from a command: theirs is a page of Outlook on the web.
const manual = args.includes('--manual') || !['win32', 'darwin'].includes(process.platform);

const certificate = join(CERTIFICATE_FOLDER, 'localhost.crt');
const key = join(CERTIFICATE_FOLDER, 'localhost.key');
if (!runTool(CERTIFICATES, 'install') || !existsSync(certificate) || !existsSync(key)) {
  stop(`no trusted certificate in ${CERTIFICATE_FOLDER}; 'npx ${CERTIFICATES} install' says why`);
}

const mailtrail = join(ROOT, 'src/cli/mailtrail.mjs');
const made = spawnSync(
  process.execPath,
  [mailtrail, 'manifest', '--base-url', publicUrl, '--client-id', process.env.ENTRA_CLIENT_ID],
  { cwd: ROOT, encoding: 'utf8' },
);
if (made.status !== 0) stop(`the manifest was not made: ${made.stderr.trim()}`);
mkdirSync(dirname(manifestFile), { recursive: true });
writeFileSync(manifestFile, made.stdout);

const server = spawn(process.execPath, [mailtrail, 'serve'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: {
    ...process.env,
    HOST: 'localhost',
    PORT: String(port + 1),
    PUBLIC_URL: publicUrl,
    TRUSTED_PROXIES: 'loopback',
    DATA_DIR: process.env.DATA_DIR ?? join(ROOT, 'data', 'outlook'),
  },
});

/** The certificate's side: all goes on to the server as it came. */
const door = createServer(
  { cert: readFileSync(certificate), key: readFileSync(key) },
  (incoming, outgoing) => {
    const onward = request(
      {
        host: 'localhost',
        port: port + 1,
        method: incoming.method,
        path: incoming.url,
        headers: {
          ...incoming.headers,
          'x-forwarded-for': incoming.socket.remoteAddress ?? '',
          'x-forwarded-proto': 'https',
        },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => {
      if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain' });
      outgoing.end('The server is not there yet.\n');
    });
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  },
);
door.on('error', (error) => {
  server.kill();
  stop(error.message);
});
door.listen(port, 'localhost', () => {
  say(`Serving ${publicUrl}, with the add-in's manifest in ${manifestFile}`);
  if (manual) {
    say(
      'Open https://aka.ms/olksideload, choose "My add-ins", "Add a custom add-in", "Add from file", and that file.',
    );
  } else if (!runTool(SIDELOADING, 'start', manifestFile, 'desktop', '--no-debug', '--app', 'outlook')) {
    say(`Sideloading did not work; open https://aka.ms/olksideload and add ${manifestFile} there.`);
  }
});

function end() {
  door.close();
  door.closeAllConnections();
  server.kill();
  if (!manual) runTool(SIDELOADING, 'stop', manifestFile, 'desktop');
}
let ending = false;
const endOnce = () => {
  if (ending) return;
  ending = true;
  end();
};
process.on('SIGINT', endOnce);
process.on('SIGTERM', endOnce);
server.once('exit', (code) => {
  endOnce();
  process.exitCode = code ?? 0;
});
