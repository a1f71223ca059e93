/// <reference types="office-js" />
/** What the host's answers look like on the wire. Where office.js passes an answer through, the shape is Microsoft's own type. */

/** Body coercion as numbers; office.js knows these two. */
export const COERCION = { text: 0, html: 3 } as const;
export type Coercion = (typeof COERCION)[keyof typeof COERCION];

/** `recipientType` as office.js maps it: other, distribution list, user of the company, someone outside. */
export const RECIPIENT_TYPE = { other: 0, list: 1, user: 2, external: 3 } as const;

export interface WireAddress {
  address: string;
  name: string;
  recipientType: (typeof RECIPIENT_TYPE)[keyof typeof RECIPIENT_TYPE];
}

/** Field numbers of recipient calls. */
export const FIELDS = ['to', 'cc', 'bcc'] as const;
export type RecipientField = (typeof FIELDS)[number];

export interface WireAttachment extends Pick<
  Office.AttachmentDetailsCompose,
  'id' | 'name' | 'size' | 'isInline'
> {
  /** File, item, cloud: office.js turns the number into its own word. */
  attachmentType: 0 | 1 | 2;
  contentType: string;
  url: string | null;
  contentId?: string;
}

export type AttachmentContent = Office.AttachmentContent & { format: 'base64' | 'eml' };

export type NotificationType =
  'informationalMessage' | 'progressIndicator' | 'errorMessage' | 'insightMessage';
/** In the order of the numbers on the wire. */
export const NOTIFICATION_TYPES: readonly NotificationType[] = [
  'informationalMessage',
  'progressIndicator',
  'errorMessage',
  'insightMessage',
];

export interface NotificationAction {
  actionType: string;
  actionText: string;
  commandId: string;
  contextData: unknown;
}

export type Notification = Omit<
  Office.NotificationMessageDetails,
  'key' | 'type' | 'persistent' | 'actions'
> & {
  key: string;
  type: NotificationType;
  persistent?: boolean;
  actions?: NotificationAction[];
};

export type Category = Office.CategoryDetails & { color: string };

export interface ComposeType {
  composeType: 'newMail' | 'reply' | 'forward';
  coercionType: 'html' | 'text';
}

/** First thing an add-in asks. The names are office.js's own. */
export interface AppContext {
  _id: string;
  _appName: 64;
  _appVersion: string;
  _appUILocale: string;
  _dataLocale: string;
  _docUrl: string;
  _clientMode: number;
  _settings: Record<string, string>;
  _reason: string;
  _osfControlType: number;
  _eToken: string;
  _correlationId: string;
  _appInstanceId: string;
  _appMinorVersion: number;
  _hostFullVersion: string;
  _requirementMatrix: string;
  _appDomains: string[];
  _addinName: string;
  _clientWindowHeight: number;
  _clientWindowWidth: number;
  _initialDisplayMode: number;
}

/** `itemType` of the initial data. */
export const ITEM_TYPE = { messageRead: 1, messageCompose: 4, none: 6 } as const;

/** Permission as the host numbers it; the order is Microsoft's. */
export const PERMISSION: Readonly<Record<string, number>> = {
  Restricted: 0,
  ReadItem: 1,
  ReadWriteMailbox: 2,
  ReadWriteItem: 3,
};

export interface CommonInitialData {
  permissionLevel: number;
  userDisplayName: string;
  userEmailAddress: string;
  userProfileType: 'enterprise';
  userTimeZone: string;
  timeZoneOffsets: { start: number; end: number; offset: number }[];
  hostVersion: string;
  owaView: 'OneColumn' | 'TwoColumns' | 'ThreeColumns';
  ewsUrl: string;
  restUrl: string;
  isRestIdSupported: boolean;
  extensionId: string;
  endNodeUrl: string;
  openWindowOpen: boolean;
  isFromSharedFolder: boolean;
}

export type InitialData = CommonInitialData &
  (
    | { itemType: typeof ITEM_TYPE.none }
    | { itemType: typeof ITEM_TYPE.messageCompose; conversationId: string | null; seriesId: null }
    | {
        itemType: typeof ITEM_TYPE.messageRead;
        id: string;
        itemClass: string;
        internetMessageId: string;
        conversationId: string;
        subject: string;
        normalizedSubject: string;
        from: WireAddress;
        sender: WireAddress;
        to: WireAddress[];
        cc: WireAddress[];
        bcc: WireAddress[];
        attachments: WireAttachment[];
        /** Milliseconds since 1970. */
        dateTimeCreated: number;
        dateTimeModified: number;
        dateTimeSent: number;
        isRead: boolean;
        entities: Record<string, never>;
        filteredEntities: Record<string, never>;
        regExMatches: Record<string, never>;
        selectedEntities: null;
        selectedRegExMatches: null;
      }
  );
