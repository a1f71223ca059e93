import { hitFeatures, judgeAll, type Hit } from '../../../src/core/hits';

/** A newsletter leaves copy by copy, two milliseconds apart; each recipient has an own image and own links. */
const SENT = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';
const OUTLOOK = 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)';
const GMAIL = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const IMAGE = { 'accept-language': 'en', 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' };
const PAGE = { 'accept-language': 'en', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };

const leftAt = (recipient: number): number => SENT + recipient * 2;

interface From {
  userAgent: string;
  ip: string;
  headers?: Record<string, string>;
}

function hit(recipient: number, at: number, { userAgent, ip, headers = {} }: From, link?: number): Hit {
  const kind = link === undefined ? 'open' : 'click';
  return {
    id: `${String(at).padStart(16, '0')}-${recipient}-${kind}`,
    kind,
    at,
    message: 'newsletter',
    recipient,
    ...(link !== undefined && { link }),
    features: hitFeatures({ method: 'GET', userAgent, ip, headers }),
    source: ip.replace(/\.\d+$/, ''),
    sentAt: leftAt(recipient),
  };
}

/** Half read at Gmail, whose proxies are few; the others in 300 offices, in Outlook or in a browser. */
function reader(recipient: number): From {
  if (recipient % 2 === 0) return { userAgent: GMAIL, ip: `66.102.${6 + (recipient % 4)}.7` };
  const ip = `93.${recipient % 3}.${recipient % 100}.9`;
  return recipient % 4 === 1 ? { userAgent: OUTLOOK, ip } : { userAgent: EDGE, ip, headers: IMAGE };
}

test('thousands who open a newsletter in one minute are persons, and so are those who go on to a link', () => {
  const count = 6_000;
  const opens = Array.from({ length: count }, (_, n) =>
    hit(n + 1, SENT + 10 * MINUTE + (n * MINUTE) / count, reader(n + 1)),
  );
  const clicks = opens.flatMap(({ recipient, at }) => {
    const { ip } = reader(recipient);
    // Who reads at Gmail follows a link from home.
    const from = ip.startsWith('66.') ? `84.${recipient % 200}.${recipient % 250}.4` : ip;
    return recipient % 10 === 0
      ? [hit(recipient, at + 9_000, { userAgent: EDGE, ip: from, headers: PAGE }, 1 + (recipient % 3))]
      : [];
  });
  const judged = judgeAll([...opens, ...clicks]);
  const lost = judged.filter(({ verdict, sameAs }) => verdict !== 'person' || sameAs !== undefined);
  expect(lost).toHaveLength(0);
});

test('a gateway that opens the copies of many recipients as they are delivered is a machine, readers beside it are not', () => {
  const gateway = { userAgent: EDGE, ip: '198.51.100.4', headers: IMAGE };
  const scanned = Array.from({ length: 60 }, (_, n) => hit(n + 1, leftAt(n + 1) + 5_000 + n * 40, gateway));
  const read = Array.from({ length: 60 }, (_, n) =>
    hit(n + 1, SENT + 3 * MINUTE + n * 900, { userAgent: OUTLOOK, ip: `93.0.${n}.9` }),
  );
  const judged = judgeAll([...scanned, ...read]);
  expect(judged.slice(0, 60).filter(({ verdict }) => verdict === 'machine')).toHaveLength(60);
  expect(judged.slice(60).filter(({ verdict }) => verdict === 'person')).toHaveLength(60);
});

test('one that follows a link of many copies is a machine, though it comes hours later', () => {
  const scanner = { userAgent: EDGE, ip: '198.51.100.4', headers: PAGE };
  const judged = judgeAll(
    Array.from({ length: 40 }, (_, n) => hit(n + 1, SENT + 180 * MINUTE + n * 50, scanner, 1)),
  );
  expect(judged.every(({ verdict }) => verdict === 'machine')).toBe(true);
});

test('what a copy’s own reader did is found among thousands: two looks within a minute are one open (O3)', () => {
  const crowd = Array.from({ length: 3_000 }, (_, n) =>
    hit(n + 2, SENT + 10 * MINUTE + n * 20, reader(n + 2)),
  );
  const mine = { userAgent: OUTLOOK, ip: '93.9.9.9' };
  const looks = [hit(1, SENT + 10 * MINUTE + 1_000, mine), hit(1, SENT + 10 * MINUTE + 56_000, mine)];
  const judged = judgeAll([...crowd, ...looks]);
  expect(judged.at(-2)?.sameAs).toBeUndefined();
  expect(judged.at(-1)?.sameAs).toBe('repeat');
});
