import {
  ITEM_TYPE,
  PERMISSION,
  type AppContext,
  type CommonInitialData,
  type InitialData,
  type WireAddress,
  type WireAttachment,
} from './shapes';
import type { ClientFace } from './clients';
import type { Draft } from './draft';

/** Who sits before the screen, and in which zone the sandbox lives. */
export interface HostUser {
  name: string;
  address: string;
}

/** Sets beside the mailbox's own. The npm build of office.js knows little of what came after Mailbox 1.12. */
const REQUIREMENTS = {
  react: '1.0',
  NestedAppAuth: '1.1',
  IdentityAPI: '1.3',
  OpenBrowserWindowApi: '1.1',
};

export interface ContextChoices {
  controlId: string;
  locale: string;
  roaming: Readonly<Record<string, string>>;
  addinName: string;
  appDomains: readonly string[];
  face: ClientFace;
}

export function appContext({
  controlId,
  locale,
  roaming,
  addinName,
  appDomains,
  face,
}: ContextChoices): AppContext {
  return {
    _id: controlId,
    _appName: 64,
    _appVersion: '16.0',
    _appUILocale: locale,
    _dataLocale: locale,
    _docUrl: '',
    _clientMode: 0,
    _settings: { ...roaming },
    _reason: 'DocumentOpened',
    _osfControlType: 0,
    _eToken: '',
    _correlationId: controlId,
    _appInstanceId: controlId,
    _appMinorVersion: 1,
    _hostFullVersion: face.hostVersion,
    _requirementMatrix: JSON.stringify({ Mailbox: face.mailbox, ...REQUIREMENTS }),
    _appDomains: [...appDomains],
    _addinName: addinName,
    _clientWindowHeight: 700,
    _clientWindowWidth: 380,
    _initialDisplayMode: 0,
  };
}

/** A received or sent message as the reading pane has it. */
export interface OpenMessage {
  id: string;
  conversationId: string;
  internetMessageId: string;
  subject: string;
  from: WireAddress;
  to: WireAddress[];
  cc: WireAddress[];
  bcc: WireAddress[];
  attachments: WireAttachment[];
  createdAt: number;
  sentAt: number;
  isRead: boolean;
}

export type ShownItem =
  { kind: 'draft'; draft: Draft } | { kind: 'message'; message: OpenMessage } | { kind: 'none' };

/** What the add-in learns of the item at its start, and again when a pinned pane follows the selection. */
export function initialData(
  item: ShownItem,
  user: HostUser,
  permission: string,
  extensionId: string,
  face: ClientFace,
): InitialData {
  const common: CommonInitialData = {
    permissionLevel: PERMISSION[permission] ?? 0,
    userDisplayName: user.name,
    userEmailAddress: user.address,
    userProfileType: 'enterprise',
    userTimeZone: 'UTC',
    timeZoneOffsets: [{ start: 0, end: Date.UTC(2100, 0, 1), offset: 0 }],
    hostVersion: face.hostVersion,
    owaView: 'ThreeColumns',
    ewsUrl: 'https://outlook.office365.com/EWS/Exchange.asmx',
    restUrl: 'https://outlook.office.com/api',
    isRestIdSupported: true,
    extensionId,
    endNodeUrl: '',
    openWindowOpen: false,
    isFromSharedFolder: false,
  };
  switch (item.kind) {
    case 'none':
      return { ...common, itemType: ITEM_TYPE.none };
    case 'draft':
      return {
        ...common,
        itemType: ITEM_TYPE.messageCompose,
        conversationId: item.draft.conversationId,
        seriesId: null,
      };
    case 'message':
      return {
        ...common,
        itemType: ITEM_TYPE.messageRead,
        id: item.message.id,
        itemClass: 'IPM.Note',
        internetMessageId: item.message.internetMessageId,
        conversationId: item.message.conversationId,
        subject: item.message.subject,
        normalizedSubject: item.message.subject.replace(/^(?:(?:re|aw|fw|fwd|wg)\s*:\s*)+/i, ''),
        from: item.message.from,
        sender: item.message.from,
        to: item.message.to,
        cc: item.message.cc,
        bcc: item.message.bcc,
        attachments: item.message.attachments,
        dateTimeCreated: item.message.createdAt,
        dateTimeModified: item.message.createdAt,
        dateTimeSent: item.message.sentAt,
        isRead: item.message.isRead,
        entities: {},
        filteredEntities: {},
        regExMatches: {},
        selectedEntities: null,
        selectedRegExMatches: null,
      };
  }
}
