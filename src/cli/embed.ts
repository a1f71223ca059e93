import { embed } from '../core/embed';
import { checkTarget, makeNonce, makeToken } from '../core/token';
import { issueTicket, type MasterKeys } from '../server/tracking/ticket-keys';
import { BadUse, decode, readInputs, readOptions, withUse } from './inputs';
import type { CommandIo } from './run';

const DEFAULT_BASE_URL = 'https://mail.example';

/** For demonstration only, and public: nothing real is ever signed with it, so that two runs print the same. */
const DEMONSTRATION_KEYS: MasterKeys = { current: 0, keys: new Map([[0, new Uint8Array(32).fill(1)]]) };

function readArguments(args: string[]) {
  const { values, positionals } = readOptions({
    args,
    options: {
      'base-url': { type: 'string', default: DEFAULT_BASE_URL },
      seat: { type: 'string', default: 'paid' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
    strict: true,
  });
  const baseUrl = values['base-url'].replace(/\/+$/, '');
  const url = checkTarget(baseUrl);
  if (!url.ok || url.path !== '/' || /[?#]/.test(baseUrl)) {
    throw new BadUse(`--base-url must be an address like ${DEFAULT_BASE_URL}, not '${values['base-url']}'`);
  }
  if (values.seat !== 'free' && values.seat !== 'paid') {
    throw new BadUse(`--seat must be free or paid, not '${values.seat}'`);
  }
  return { baseUrl, paid: values.seat === 'paid', json: values.json, files: positionals };
}

/**
 * `mailtrail embed [--base-url U] [--seat free|paid] [--json] [FILE…]`: outgoing HTML as it would be sent,
 * with a fixed demonstration ticket. Reads standard input without files, or for `-`. Resolves to 0, or to 2 and one
 * line on bad use.
 */
export function embedCommand(args: string[], io: CommandIo): Promise<number> {
  return withUse('embed', io, async () => {
    const { baseUrl, paid, json, files } = readArguments(args);
    const ticket = issueTicket(DEMONSTRATION_KEYS, {
      account: 1,
      user: 1,
      serial: 1,
      day: 20_000,
      trackingUrl: baseUrl,
      paid,
      expiresAt: new Date('2100-01-01T00:00:00Z'),
    });
    const token = makeToken(ticket, makeNonce(ticket, { time: 0, counter: 0, random: 0 }), 0);
    for (const { file, bytes } of await readInputs(files, io.stdin)) {
      const { text, encoding } = decode(bytes);
      const { html, changed, image, links, removed } = embed(text, {
        ticket,
        token,
        image: true,
        links: true,
      });
      if (json) {
        const shown = links.map(({ target, text, tracked, reason }) => ({ target, text, tracked, reason }));
        const line = JSON.stringify({ file, html, changed, image, links: shown, removed });
        io.stdout.write(`${line}\n`);
      } else io.stdout.write(Buffer.from(html, encoding));
    }
    return 0;
  });
}
