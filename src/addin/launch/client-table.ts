import { inVersions } from '../../core/policy';
import type { BodyWrites, ClientLimit, ClientName, ClientSwitch } from '../../core/policy/types';
import type { AttachedFile } from '../office';
import { hasDrawing, inlinePictures } from './body-check';

/** What is known of changing a mail, one row per Outlook. `CLIENT_REASONS` says why each row is as it is. */
export interface ClientRow {
  name: ClientName;
  /** Looked for in `host/platform`, in Office's own words. */
  matches: RegExp;
  /** May `body.setAsync` be called in OnMessageSend. */
  writes: BodyWrites;
  /** HTML given to `appendOnSendAsync` during compose leaves as it is, so the image can go in that way (C1). */
  append: boolean;
  /** `false`: the server has switched it off here. */
  image?: boolean;
  links?: boolean;
  /** Milliseconds from a write's callback to the first look at what became of it. */
  settleMs: number;
  /** How often, and how far apart, the body is read back until it shows the new text. */
  readBack: { tries: number; apartMs: number };
}

/** Office itself throws at 1,000,000. */
const MOST_CHARACTERS = 900_000;
const ONE_LOOK = { tries: 2, apartMs: 60 };

export const CLIENT_TABLE: readonly ClientRow[] = [
  {
    name: 'mobile',
    matches: /^Outlook(IOS|Android)\/|\/(iOS|Android)$/i,
    writes: 'never',
    append: false,
    settleMs: 0,
    readBack: ONE_LOOK,
  },
  {
    name: 'newWindows',
    matches: /^newOutlookWindows\//i,
    writes: 'withoutInlinePictures',
    append: true,
    settleMs: 20,
    readBack: ONE_LOOK,
  },
  {
    name: 'web',
    matches: /^OutlookWebApp\/|\/OfficeOnline$/i,
    writes: 'withoutInlinePictures',
    append: true,
    settleMs: 20,
    readBack: ONE_LOOK,
  },
  {
    name: 'mac',
    matches: /\/Mac$/i,
    writes: 'withoutInlinePictures',
    append: false,
    settleMs: 150,
    readBack: { tries: 6, apartMs: 150 },
  },
  {
    name: 'classic',
    matches: /^Outlook\/PC$/i,
    writes: 'always',
    append: true,
    settleMs: 0,
    readBack: ONE_LOOK,
  },
];

const UNKNOWN: ClientRow = {
  name: 'unknown',
  matches: /^/,
  writes: 'withoutInlinePictures',
  append: false,
  settleMs: 150,
  readBack: { tries: 4, apartMs: 150 },
};

/** Why rows are as they are. Numbers are issues of OfficeDev/office-js; without one, it is plain caution. */
export interface ClientReason {
  rows: readonly ClientName[];
  about: 'writes' | 'append' | 'readBack';
  issue?: number;
  because: string;
}

/** Read by people and tests; the launch file leaves it out. */
export const CLIENT_REASONS: readonly ClientReason[] = [
  {
    rows: ['web', 'newWindows'],
    about: 'writes',
    issue: 6808,
    because: 'any write, even of the same bytes, drops pictures of the quote',
  },
  {
    rows: ['web', 'newWindows'],
    about: 'writes',
    issue: 6944,
    because: 'with ten pictures or more, a part of the text is cut off',
  },
  {
    rows: ['web', 'newWindows'],
    about: 'writes',
    issue: 6780,
    because: 'a body with an image and links put in at send failed to upload its files and stayed a draft',
  },
  {
    rows: ['web', 'newWindows'],
    about: 'writes',
    issue: 6792,
    because: 'a write uploads pictures and cloud files again, half a second later and behind our back',
  },
  {
    rows: ['web'],
    about: 'writes',
    issue: 5146,
    because: 'a source that cannot be decoded hangs the write',
  },
  {
    rows: ['web', 'newWindows', 'classic'],
    about: 'append',
    issue: 6908,
    because: 'works from compose events and the pane; in the send event it says yes and does nothing',
  },
  {
    rows: ['mac'],
    about: 'append',
    issue: 2534,
    because:
      'an appended picture becomes an attachment, which no recipient loads: the image is written at send',
  },
  {
    rows: ['mac'],
    about: 'append',
    issue: 3372,
    because: 'the same, and still so in the new Outlook for Mac',
  },
  { rows: ['mac'], about: 'writes', issue: 1666, because: 'a write loses pictures kept with the mail' },
  { rows: ['mac'], about: 'writes', issue: 5430, because: 'a write loses pictures of the signature' },
  {
    rows: ['mac'],
    about: 'readBack',
    issue: 5983,
    because: 'the callback comes before the editor holds the new text, so it is looked at again and again',
  },
  {
    rows: ['classic'],
    about: 'writes',
    issue: 6438,
    because:
      'pictures stay through a write; a body with drawings (VML) is left alone, since a write loses them',
  },
  { rows: ['classic'], about: 'writes', issue: 1960, because: 'empty anchors go, which nobody sees' },
  {
    rows: ['mobile'],
    about: 'writes',
    because: 'there is no send event, and a body cannot be written while composing',
  },
  {
    rows: ['mobile'],
    about: 'append',
    because: 'without a send event nothing could report the image or take it back',
  },
  {
    rows: ['unknown'],
    about: 'writes',
    because: 'no claim is made for a client that was not looked at: the strictest row that still writes',
  },
  { rows: ['unknown'], about: 'append', because: 'where an appended picture ends up was not looked at' },
];

/** The table's row, as the server has switched it for this version. */
export function clientRow(
  client: { host: string; platform: string; version?: string },
  switches: readonly ClientSwitch[] = [],
): ClientRow {
  const named = `${client.host}/${client.platform}`;
  const row = Object.assign({}, CLIENT_TABLE.filter(({ matches }) => matches.test(named))[0] || UNKNOWN);
  switches.forEach((change) => {
    if (change.client !== row.name || !inVersions(client.version || '', change)) return;
    if (change.writes) row.writes = change.writes;
    if (change.append !== undefined) row.append = change.append;
    if (change.image !== undefined) row.image = change.image;
    if (change.links !== undefined) row.links = change.links;
  });
  return row;
}

/** Of the attached files, what decides whether a body may be written. */
export type OutgoingFiles = readonly Pick<AttachedFile, 'kind' | 'inline'>[];

export type WriteLimit = Extract<
  ClientLimit,
  'client' | 'inlinePictures' | 'drawings' | 'cloudFiles' | 'tooLong'
>;

/** What stands against replacing this body by `next` on this client; null for nothing. */
export function writeLimit(
  row: Pick<ClientRow, 'writes'>,
  body: string,
  next: string,
  files: OutgoingFiles = [],
): WriteLimit | null {
  if (row.writes === 'never') return 'client';
  if (Math.max(body.length, next.length) > MOST_CHARACTERS) return 'tooLong';
  // Where pictures stay, drawings do not, nor could they be put back (#6438).
  if (row.writes === 'always') return hasDrawing(body) ? 'drawings' : null;
  if (inlinePictures(body) > 0 || files.some(({ inline }) => inline)) return 'inlinePictures';
  return files.some(({ kind }) => kind === 'cloud') ? 'cloudFiles' : null;
}
