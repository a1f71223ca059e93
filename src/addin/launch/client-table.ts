import { inlinePictures } from './body-check';

/** What is known of writing the body at send, one row per Outlook. Numbers are issues of OfficeDev/office-js. */
export interface ClientRow {
  name: 'web' | 'newWindows' | 'classic' | 'mac' | 'mobile' | 'unknown';
  matches(client: { host: string; platform: string }): boolean;
  /** May `body.setAsync` be called in OnMessageSend. */
  writes: 'always' | 'withoutInlinePictures' | 'never';
  /** Longest body that is written. Office itself throws at 1,000,000. */
  mostCharacters: number;
  /** Where HTML given to `appendOnSendAsync` during compose ends up; only `end` carries an image that loads remotely. */
  appendOnSend: 'end' | 'becomesAttachment' | 'missing';
  /** Milliseconds from a write's callback to the first look at what became of it. */
  settleMs: number;
  /** How often, and how far apart, the body is read back until it shows the new text. */
  readBack: { tries: number; apartMs: number };
  issues: readonly number[];
}

const MOST_CHARACTERS = 900_000;
const ONE_LOOK = { tries: 2, apartMs: 60 };

export const CLIENT_TABLE: readonly ClientRow[] = [
  {
    name: 'mobile',
    matches: ({ host, platform }) =>
      /^(?:iOS|Android)$/i.test(platform) || /^Outlook(?:IOS|Android)$/i.test(host),
    writes: 'never',
    mostCharacters: 0,
    appendOnSend: 'missing',
    settleMs: 0,
    readBack: ONE_LOOK,
    // OnMessageSend does not exist there, and compose cannot write a body.
    issues: [],
  },
  {
    name: 'newWindows',
    matches: ({ host }) => /^newOutlookWindows$/i.test(host),
    writes: 'withoutInlinePictures',
    mostCharacters: MOST_CHARACTERS,
    appendOnSend: 'end',
    settleMs: 20,
    readBack: ONE_LOOK,
    // Any write drops pictures of the quote, or uploads them again after the mail is let go.
    issues: [6780, 6808, 6944, 6792],
  },
  {
    name: 'web',
    matches: ({ host, platform }) => /^OutlookWebApp$/i.test(host) || /^OfficeOnline$/i.test(platform),
    writes: 'withoutInlinePictures',
    mostCharacters: MOST_CHARACTERS,
    appendOnSend: 'end',
    settleMs: 20,
    readBack: ONE_LOOK,
    // A write now and then drops pictures of the quote or cuts the text behind them.
    issues: [6780, 6808, 6944, 6792, 5146],
  },
  {
    name: 'mac',
    matches: ({ platform }) => /^Mac$/i.test(platform),
    writes: 'withoutInlinePictures',
    mostCharacters: MOST_CHARACTERS,
    appendOnSend: 'becomesAttachment',
    settleMs: 150,
    readBack: { tries: 6, apartMs: 150 },
    // The callback comes before the editor holds the new text; appended pictures become attachments.
    issues: [5983, 1666, 5430, 2534, 3372],
  },
  {
    name: 'classic',
    matches: ({ host, platform }) => /^Outlook$/i.test(host) && /^PC$/i.test(platform),
    writes: 'always',
    mostCharacters: MOST_CHARACTERS,
    appendOnSend: 'end',
    settleMs: 0,
    readBack: ONE_LOOK,
    // The editor keeps pictures through a write; drawings (VML) it may lose, which the reading back shows.
    issues: [6438, 1960],
  },
];

const UNKNOWN: ClientRow = {
  name: 'unknown',
  matches: () => true,
  writes: 'withoutInlinePictures',
  mostCharacters: MOST_CHARACTERS,
  appendOnSend: 'missing',
  settleMs: 150,
  readBack: { tries: 4, apartMs: 150 },
  // No claim is made for a client that was not looked at: the strictest row that still writes.
  issues: [],
};

export const clientRow = (client: { host: string; platform: string }): ClientRow =>
  CLIENT_TABLE.filter((row) => row.matches(client))[0] ?? UNKNOWN;

export type WriteLimit = 'client' | 'inlinePictures' | 'tooLong';

/** Whether this body may be replaced by `next` on this client; else what stands against it. */
export function mayWrite(
  row: ClientRow,
  body: string,
  next: string,
): { ok: true } | { ok: false; limit: WriteLimit } {
  if (row.writes === 'never') return { ok: false, limit: 'client' };
  if (Math.max(body.length, next.length) > row.mostCharacters) return { ok: false, limit: 'tooLong' };
  return row.writes === 'withoutInlinePictures' && inlinePictures(body) > 0
    ? { ok: false, limit: 'inlinePictures' }
    : { ok: true };
}
