import { lookup } from 'node:dns';
import { request as askHttp } from 'node:http';
import { request as askHttps } from 'node:https';
import { isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isPublicAddress } from '../push/endpoint';

const WAIT_MS = 8_000;
/** The launch file has 60 kB, the largest page less. */
const LARGEST = 1024 * 1024;

export interface Asked {
  method?: 'GET' | 'OPTIONS' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}

export interface Answered {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Of https: when the certificate ends. */
  certificateUntil?: Date;
}

export type AskFailure = 'name-unknown' | 'private-address' | 'refused' | 'certificate-invalid' | 'no-answer';

/** Why nothing came back. `code` is Node's. */
export class AskFailed extends Error {
  constructor(
    readonly reason: AskFailure,
    readonly code: string,
  ) {
    super(`${reason} (${code})`);
    this.name = 'AskFailed';
  }
}

/** Asks one address as a stranger outside would, following no redirect. Throws `AskFailed`. */
export type Ask = (url: URL, asked?: Asked) => Promise<Answered>;

const PRIVATE = 'EPRIVATE';
const CERTIFICATE = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH/;

function failureOf(code: string): AskFailure {
  if (code === PRIVATE) return 'private-address';
  if (/ENOTFOUND|EAI_AGAIN|ENODATA/.test(code)) return 'name-unknown';
  if (CERTIFICATE.test(code)) return 'certificate-invalid';
  return code === 'ECONNREFUSED' ? 'refused' : 'no-answer';
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;

/**
 * Over the network, to public addresses alone: a name that an administrator typed is to open no door into the network
 * the server stands in. `own` are host[:port]s that whoever runs the server has set, which may lead inside; a name under
 * `.localhost` among them means this machine (RFC 6761), whatever its resolver says.
 */
export const askFrom =
  (own: ReadonlySet<string>): Ask =>
  (url, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const isOwn = own.has(url.host.toLowerCase());
      const failed = (error: Error): void => {
        const code = codeOf(error);
        reject(new AskFailed(failureOf(code), code));
      };
      // An address typed as numbers is looked up nowhere.
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (!isOwn && isIP(host) !== 0 && !isPublicAddress(host)) {
        reject(new AskFailed('private-address', PRIVATE));
        return;
      }
      const send = url.protocol === 'https:' ? askHttps : askHttp;
      let until: Date | undefined;
      const sent = send(
        url,
        {
          method,
          headers,
          signal: AbortSignal.timeout(WAIT_MS),
          // A kept connection would outlive what was learnt of its address and its certificate.
          agent: false,
          lookup: (name, options, done) => {
            if (isOwn && name.endsWith('.localhost')) {
              if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
              else done(null, '127.0.0.1', 4);
              return;
            }
            lookup(name, { ...options, all: true }, (error, found) => {
              if (error) return done(error, []);
              const usable = isOwn ? found : found.filter(({ address }) => isPublicAddress(address));
              const [first] = usable;
              if (!first) return done(Object.assign(new Error('a private address'), { code: PRIVATE }), []);
              if (options.all === true) done(null, usable);
              else done(null, first.address, first.family);
            });
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > LARGEST) answer.destroy(new Error('too large'));
            else chunks.push(chunk);
          });
          answer.on('error', failed);
          answer.on('end', () => {
            resolve({
              status: answer.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(answer.headers).map(([name, value]) => [name, String(value ?? '')]),
              ),
              body: Buffer.concat(chunks),
              ...(until && { certificateUntil: until }),
            });
          });
        },
      );
      sent.on('socket', (socket) => {
        socket.once('secureConnect', () => {
          if (!(socket instanceof TLSSocket)) return;
          const ends = new Date(socket.getPeerCertificate().valid_to);
          if (!Number.isNaN(ends.getTime())) until = ends;
        });
      });
      sent.on('error', failed);
      sent.end(body);
    });
