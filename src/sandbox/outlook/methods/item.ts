import { z } from 'zod';
import { categoryOf, type DraftAttachment } from '../host/draft';
import {
  COERCION,
  NOTIFICATION_TYPES,
  type AttachmentContent,
  type Category,
  type Notification,
  type WireAttachment,
} from '../host/shapes';
import { CODE, done, method, refuse, type Method, type MethodContext, type Outcome } from './method';

/** Attachments of one message in Outlook on the web. */
const ATTACHMENTS_LIMIT = 499;
const ATTACHMENT_BYTES_LIMIT = 25 * 1024 * 1024;
const NOTIFICATIONS_LIMIT = 5;

const none = z.unknown();

/** What each call answers. */
export interface ItemAnswers {
  3: string;
  4: undefined;
  16: string;
  19: string;
  20: undefined;
  33: undefined;
  34: Notification[];
  35: undefined;
  36: undefined;
  37: string;
  148: string;
  149: WireAttachment[];
  150: AttachmentContent;
  157: Category[];
  158: undefined;
  159: undefined;
  168: string;
}

const notification = z
  .object({
    key: z.string(),
    type: z.number().int().min(0).max(3),
    message: z.string().max(150),
    icon: z.string().nullish(),
    persistent: z.boolean().nullish(),
    actions: z
      .array(
        z.object({
          actionType: z.string(),
          actionText: z.string(),
          commandId: z.string(),
          contextData: z.unknown(),
        }),
      )
      .nullish(),
  })
  .transform((raw): Notification => ({
    key: raw.key,
    type: NOTIFICATION_TYPES[raw.type] ?? 'informationalMessage',
    message: raw.message,
    icon: raw.icon ?? undefined,
    persistent: raw.persistent ?? undefined,
    actions: raw.actions ?? undefined,
  }));

/** An insight's button opens a pane of the manifest: any other id is refused. */
function unknownCommand(added: Notification, context: MethodContext): boolean {
  return (added.actions ?? []).some((action) => !context.commandIds.includes(action.commandId));
}

function attach(context: MethodContext, attachment: DraftAttachment): Outcome<string> {
  const { draft } = context;
  if (!draft) return refuse(CODE.attachmentUploadFailed);
  const { attachments } = draft.get();
  if (attachments.length >= ATTACHMENTS_LIMIT) return refuse(CODE.tooManyAttachments);
  const bytes = attachments.reduce((sum, { size }) => sum + size, attachment.size);
  if (bytes > ATTACHMENT_BYTES_LIMIT) return refuse(CODE.attachmentTooLarge);
  draft.update((present) => ({ ...present, attachments: [...present.attachments, attachment] }), 'addin');
  return done(attachment.id);
}

/** Size in bytes of what a base64 text stands for. */
export function base64Size(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}

const withoutContent = ({ content: _content, ...attachment }: DraftAttachment): WireAttachment => attachment;

export const itemMethods: { [Id in keyof ItemAnswers]: Method<ItemAnswers[Id]> } = {
  3: method(
    'item.loadCustomPropertiesAsync',
    none,
    (_, context) => done(JSON.stringify(context.facts().customProperties)),
    (outcome) =>
      outcome.ok
        ? { wasSuccessful: true, customProperties: outcome.value }
        : { wasSuccessful: false, errorMessage: '' },
  ),
  4: method(
    'customProperties.saveAsync',
    z.object({ customProperties: z.record(z.string(), z.unknown()) }),
    async (params, context) => {
      context.setFacts({ customProperties: params.customProperties });
      return (await context.saveCustomProperties(params.customProperties))
        ? done(undefined)
        : refuse(CODE.save);
    },
  ),
  16: method(
    'item.addFileAttachmentAsync',
    z.object({ uri: z.string(), name: z.string(), isInline: z.boolean() }),
    async ({ uri, name, isInline }, context) => {
      const file = await context.fetchFile(uri);
      if (!file) return refuse(CODE.invalidAttachmentPath);
      return attach(context, {
        id: context.newId(),
        name,
        isInline,
        attachmentType: 0,
        url: null,
        ...inlineId(name, isInline),
        ...file,
      });
    },
  ),
  19: method(
    'item.addItemAttachmentAsync',
    z.object({ itemId: z.string(), name: z.string() }),
    async ({ itemId, name }, context) => {
      const mail = await context.mailAsFile(itemId);
      if (!mail) return refuse(CODE.itemNotFound);
      return attach(context, {
        id: context.newId(),
        name,
        isInline: false,
        attachmentType: 1,
        contentType: 'message/rfc822',
        url: null,
        ...mail,
      });
    },
  ),
  20: method(
    'item.removeAttachmentAsync',
    z.object({ attachmentIndex: z.string() }),
    ({ attachmentIndex: id }, { draft }) => {
      if (!draft?.get().attachments.some((attachment) => attachment.id === id))
        return refuse(CODE.attachmentToDeleteMissing);
      draft.update(
        (present) => ({
          ...present,
          attachments: present.attachments.filter((attachment) => attachment.id !== id),
        }),
        'addin',
      );
      return done(undefined);
    },
  ),
  33: method('notificationMessages.addAsync', notification, (added, context) => {
    const { notifications } = context.facts();
    if (notifications.some(({ key }) => key === added.key)) return refuse(CODE.duplicateNotification);
    if (notifications.length >= NOTIFICATIONS_LIMIT) return refuse(CODE.tooManyNotifications);
    if (unknownCommand(added, context)) return refuse(CODE.parameter);
    context.setFacts({ notifications: [...notifications, added] });
    return done(undefined);
  }),
  34: method('notificationMessages.getAllAsync', none, (_, context) =>
    done([...context.facts().notifications]),
  ),
  35: method('notificationMessages.replaceAsync', notification, (changed, context) => {
    const { notifications } = context.facts();
    if (!notifications.some(({ key }) => key === changed.key)) return refuse(CODE.notificationMissing);
    if (unknownCommand(changed, context)) return refuse(CODE.parameter);
    context.setFacts({
      notifications: notifications.map((old) => (old.key === changed.key ? changed : old)),
    });
    return done(undefined);
  }),
  36: method('notificationMessages.removeAsync', z.object({ key: z.string() }), ({ key }, context) => {
    const { notifications } = context.facts();
    if (!notifications.some((old) => old.key === key)) return refuse(CODE.notificationMissing);
    context.setFacts({ notifications: notifications.filter((old) => old.key !== key) });
    return done(undefined);
  }),
  37: method('body.getAsync', z.object({ coercionType: z.number() }), ({ coercionType }, context) =>
    done(bodyOf(context, coercionType === COERCION.html)),
  ),
  148: method(
    'item.addFileAttachmentFromBase64Async',
    z.object({ base64String: z.string(), name: z.string(), isInline: z.boolean() }),
    ({ base64String: content, name, isInline }, context) =>
      attach(context, {
        id: context.newId(),
        name,
        isInline,
        attachmentType: 0,
        contentType: contentTypeOf(name),
        url: null,
        size: base64Size(content),
        content,
        ...inlineId(name, isInline),
      }),
  ),
  149: method('item.getAttachmentsAsync', none, (_, { draft }) =>
    done((draft?.get().attachments ?? []).map(withoutContent)),
  ),
  150: method(
    'item.getAttachmentContentAsync',
    z.object({ id: z.string() }),
    async ({ id }, { draft, reading }) => {
      const attachment = draft?.get().attachments.find((candidate) => candidate.id === id);
      if (attachment) {
        const mail = attachment.attachmentType === 1;
        return done({ content: attachment.content, format: mail ? ('eml' as const) : ('base64' as const) });
      }
      const content = await reading?.attachmentContent(id);
      return content === undefined
        ? refuse(CODE.invalidAttachmentId)
        : done({ content, format: 'base64' as const });
    },
  ),
  157: method('categories.getAsync', none, (_, context) => {
    const master = context.masterCategories.get();
    return done(
      context
        .facts()
        .categories.map((name) => master.find(({ displayName }) => displayName === name) ?? categoryOf(name)),
    );
  }),
  158: method(
    'categories.addAsync',
    z.object({ categories: z.array(z.string()) }),
    ({ categories }, context) => {
      const master = context.masterCategories.get().map(({ displayName }) => displayName);
      if (categories.some((name) => !master.includes(name))) return refuse(CODE.invalidCategory);
      context.setFacts({ categories: [...new Set([...context.facts().categories, ...categories])] });
      return done(undefined);
    },
  ),
  159: method(
    'categories.removeAsync',
    z.object({ categories: z.array(z.string()) }),
    ({ categories }, context) => {
      context.setFacts({
        categories: context.facts().categories.filter((name) => !categories.includes(name)),
      });
      return done(undefined);
    },
  ),
  168: method('item.getAllInternetHeadersAsync', none, (_, { reading }) =>
    reading ? done(reading.headersText) : refuse(CODE.notInThisExtensionPoint),
  ),
};

function bodyOf(context: MethodContext, html: boolean): string {
  const { draft, reading } = context;
  if (draft) {
    const { type, content } = draft.get().body;
    if (type === 'html') return html ? content : context.toText(content);
    return html ? context.toHtml(content) : content;
  }
  if (!reading) return '';
  return html ? reading.html : reading.text;
}

const inlineId = (name: string, isInline: boolean) => (isInline ? { contentId: name } : {});

/** Media types by file ending, as a browser would name them. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  webp: 'image/webp',
  zip: 'application/zip',
};

export function contentTypeOf(name: string): string {
  return MEDIA_TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}
