import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Person } from '../people';

const TIMEOUT = 10_000;
const LARGEST = 20 * 1024 * 1024;

export interface Fetched {
  status: number;
  /** `Location`, made absolute. */
  location?: string;
  contentType: string;
  contentEncoding?: string;
  body: Buffer;
}

/**
 * Fetches an address as a person's program would: its headers and nothing of Node's, from the person's network address
 * (told by X-Forwarded-For, since everybody is on this machine). Redirects are not followed.
 *
 * @throws when there is no answer, or none in time
 */
export function fetchAs(person: Person, url: string, what: 'picture' | 'page'): Promise<Fetched> {
  const target = new URL(url);
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    throw new Error(`not an address of the web: ${url}`);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = send(
      target,
      {
        headers: {
          accept:
            what === 'picture'
              ? 'image/avif,image/webp,image/png,image/*;q=0.8,*/*;q=0.5'
              : 'text/html,application/xhtml+xml,*/*;q=0.8',
          'accept-language': 'en-GB,en;q=0.9',
          'accept-encoding': 'gzip, deflate',
          'user-agent': what === 'picture' ? person.userAgent : person.browserAgent,
          'x-forwarded-for': person.ip,
        },
        signal: AbortSignal.timeout(TIMEOUT),
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let size = 0;
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LARGEST) answer.destroy(new Error('the answer is too large'));
          chunks.push(chunk);
        });
        answer.on('error', reject);
        answer.on('end', () => {
          const { location } = answer.headers;
          const encoding = answer.headers['content-encoding'];
          resolve({
            status: answer.statusCode ?? 0,
            ...(location !== undefined && URL.canParse(location, target)
              ? { location: new URL(location, target).href }
              : {}),
            contentType: answer.headers['content-type'] ?? 'application/octet-stream',
            ...(encoding === undefined ? {} : { contentEncoding: encoding }),
            body: Buffer.concat(chunks),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
