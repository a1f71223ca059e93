/**
 * The Outlooks this sandbox can be, and how each misbehaves. One table: a number is the issue of OfficeDev/office-js that
 * tells of the fault. Nothing here is left to chance: what happens "now and then" happens at every n-th write.
 */

export const CLIENT_KEYS = ['web', 'newWindows', 'classic', 'mac'] as const;
export type ClientKey = (typeof CLIENT_KEYS)[number];

/** What office.js says of its surroundings. */
export interface ClientFace {
  /** `mailbox.diagnostics.hostName` */
  hostName: string;
  /** `context.platform` */
  platform: string;
  /** `mailbox.diagnostics.hostVersion` */
  hostVersion: string;
  /** Highest mailbox requirement set. */
  mailbox: string;
}

interface Fault {
  issues: readonly number[];
}

/** What a write of the whole body (`body.setAsync`) does besides, and what else an add-in must reckon with. */
export interface Faults {
  /** What becomes of HTML that is written: cleaned byte by byte, or put out anew as Word does. */
  rewrites?: Fault & { how: 'cleaned' | 'asWord' };
  /** At send, every `nth` write loses the inline pictures of the quoted mail. */
  losesQuotedPictures?: Fault & { nth: number };
  /** At send, of a body with that many inline pictures this share is cut off at the end. */
  cutsManyPictures?: Fault & { pictures: number; share: number };
  /** Written at send, inline pictures are uploaded again; a mail that leaves within this time names pictures it has not. */
  uploadsAgain?: Fault & { withinMs: number };
  /** A picture's address with a broken percent sign: the write never calls back. */
  hangsOnBrokenAddress?: Fault;
  /** The callback of a write comes this much before the editor holds the new text. */
  showsWritesLate?: Fault & { ms: number };
  /** Pictures given to `appendOnSendAsync` travel as attachments, so they load nothing. */
  attachesAppendedPictures?: Fault;
  /** A handler's code goes on for this long after it completed. */
  runsOnAfterCompleted?: Fault & { ms: number };
  /** Custom properties reach the item when it is saved or sent, not before. */
  keepsPropertiesUntilSaved?: Fault;
  /** Names and classes of a quoted mail get a prefix, each time it is quoted. */
  prefixesQuotedNames?: Fault;
  /** Who picks another item while the handler runs takes the item away from it: its calls fail with 9030. */
  switchingTakesItem?: Fault;
}

export interface OutlookClient {
  key: ClientKey;
  label: string;
  face: ClientFace;
  faults: Faults;
}

/** Web and new Outlook on Windows share their editor. */
const WEB_EDITOR: Faults = {
  rewrites: { how: 'cleaned', issues: [5036, 5981, 5296] },
  losesQuotedPictures: { nth: 3, issues: [6808] },
  cutsManyPictures: { pictures: 10, share: 0.13, issues: [6944] },
  uploadsAgain: { withinMs: 500, issues: [6792, 6780] },
  hangsOnBrokenAddress: { issues: [5146] },
  prefixesQuotedNames: { issues: [] },
  switchingTakesItem: { issues: [] },
};

export const CLIENTS: Readonly<Record<ClientKey, OutlookClient>> = {
  web: {
    key: 'web',
    label: 'Outlook on the web',
    face: {
      hostName: 'OutlookWebApp',
      platform: 'OfficeOnline',
      hostVersion: '15.20.9000.0',
      mailbox: '1.14',
    },
    faults: WEB_EDITOR,
  },
  newWindows: {
    key: 'newWindows',
    label: 'New Outlook on Windows',
    face: {
      hostName: 'newOutlookWindows',
      platform: 'OfficeOnline',
      hostVersion: '15.20.9000.0',
      mailbox: '1.15',
    },
    faults: { ...WEB_EDITOR, losesQuotedPictures: { nth: 1, issues: [6808] } },
  },
  classic: {
    key: 'classic',
    label: 'Classic Outlook on Windows',
    face: { hostName: 'Outlook', platform: 'PC', hostVersion: '16.0.18025.20160', mailbox: '1.15' },
    faults: {
      rewrites: { how: 'asWord', issues: [1960, 6438] },
      runsOnAfterCompleted: { ms: 3_000, issues: [6656] },
      keepsPropertiesUntilSaved: { issues: [] },
      switchingTakesItem: { issues: [] },
    },
  },
  mac: {
    key: 'mac',
    label: 'Outlook on Mac',
    face: { hostName: 'Outlook', platform: 'Mac', hostVersion: '16.100.25091433', mailbox: '1.14' },
    faults: {
      showsWritesLate: { ms: 300, issues: [5983] },
      attachesAppendedPictures: { issues: [2534, 3372] },
    },
  },
};

export function clientKey(text: string | null): ClientKey | undefined {
  return CLIENT_KEYS.find((key) => key === text);
}
