import { z } from 'zod';
import type { Draft } from '../host/draft';
import type { DraftStore } from '../host/draft-store';
import {
  COERCION,
  FIELDS,
  RECIPIENT_TYPE,
  type ComposeType,
  type RecipientField,
  type WireAddress,
} from '../host/shapes';
import { CODE, done, method, refuse, type Method, type MethodContext, type Outcome } from './method';

/** Recipients of one message, all fields together (Outlook's limits page). */
const RECIPIENT_LIMIT = 500;
/** Characters of all session data of one message, up to Mailbox 1.15. */
const SESSION_LIMIT = 50_000;
/** Characters of all header fields an add-in may set (Exchange Online: 256 KB). */
const HEADERS_LIMIT = 256 * 1024;

const none = z.unknown();
const coercion = z.union([z.literal(COERCION.text), z.literal(COERCION.html)]);
const written = z.object({ data: z.string(), coercionType: coercion });
const field = z.number().int().min(0).max(2);
const people = z.object({
  recipientField: field,
  recipientArray: z.array(z.object({ address: z.string().nullish(), name: z.string().nullish() })),
});

/** What each call answers. */
export interface ComposeAnswers {
  13: undefined;
  14: Draft['body']['type'];
  15: readonly WireAddress[];
  17: undefined;
  18: string;
  21: undefined;
  22: undefined;
  23: undefined;
  28: { data: string; sourceProperty: 'body' };
  29: undefined;
  32: string;
  38: undefined;
  41: undefined;
  100: undefined;
  107: WireAddress;
  151: Record<string, string>;
  152: undefined;
  153: undefined;
  164: string;
  166: number;
  167: undefined;
  173: undefined;
  174: ComposeType;
  175: boolean;
  176: undefined;
  185: undefined;
  186: string;
  187: Record<string, string>;
  188: undefined;
  189: undefined;
}

/** The draft of a compose frame. Read frames have none of these calls, so that one arriving there is our mistake. */
function draftOf(context: MethodContext): DraftStore {
  if (!context.draft) throw new TypeError('a compose call in a frame without a draft');
  return context.draft;
}

function change(context: MethodContext, to: (draft: Draft) => Draft): Outcome<undefined> {
  draftOf(context).update(to, 'addin');
  return done(undefined);
}

/** Text as the body holds it; undefined when HTML was offered to a plain-text body. */
function asBody(context: MethodContext, data: string, type: z.infer<typeof coercion>): string | undefined {
  const plain = draftOf(context).get().body.type === 'text';
  if (type === COERCION.html) return plain ? undefined : data;
  return plain ? data : context.toHtml(data);
}

function write(
  context: MethodContext,
  params: z.infer<typeof written>,
  place: (content: string, added: string) => string,
): Outcome<undefined> {
  const added = asBody(context, params.data, params.coercionType);
  if (added === undefined) return refuse(CODE.format);
  return change(context, (draft) => ({
    ...draft,
    body: { ...draft.body, content: place(draft.body.content, added) },
  }));
}

function replaceSelection(params: z.infer<typeof written>, context: MethodContext): Outcome<undefined> {
  const selection = context.selection();
  const added = asBody(context, params.data, params.coercionType);
  if (added === undefined) return refuse(CODE.format);
  if (!selection) return write(context, params, (content, text) => text + content);
  selection.replace(added);
  return done(undefined);
}

function setPeople(
  params: z.infer<typeof people>,
  context: MethodContext,
  keep: boolean,
): Outcome<undefined> {
  const name = fieldName(params.recipientField);
  const draft = draftOf(context).get();
  const added = params.recipientArray
    .map(({ address, name: shown }) => ({ address: address ?? shown ?? '', name: shown ?? address ?? '' }))
    .filter(({ address }) => /^[^\s@]+@[^\s@]+$/.test(address));
  if (added.length === 0 && params.recipientArray.length > 0) return refuse(CODE.noValidRecipients);
  const typed = added.map((person): WireAddress => ({
    ...person,
    recipientType: typeOf(person.address, context.domain),
  }));
  const next = keep ? [...draft[name], ...typed] : typed;
  const others = FIELDS.filter((other) => other !== name).reduce(
    (sum, other) => sum + draft[other].length,
    0,
  );
  if (next.length + others > RECIPIENT_LIMIT) return refuse(CODE.tooManyRecipients);
  return change(context, (present) => ({ ...present, [name]: next }));
}

function fieldName(index: number): RecipientField {
  return FIELDS[index] ?? 'to';
}

/** Whether Outlook calls a person one of the company or someone outside. */
export function typeOf(address: string, domain: string): WireAddress['recipientType'] {
  return address.toLowerCase().endsWith(`@${domain.toLowerCase()}`)
    ? RECIPIENT_TYPE.user
    : RECIPIENT_TYPE.external;
}

const header = (headers: Readonly<Record<string, string>>, name: string) =>
  Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());

/** The answer to `appendOnSendAsync`: within a send handler it does nothing the first time and fails after (office-js #6908). */
function appendOnSend(
  text: string,
  type: z.infer<typeof coercion>,
  context: MethodContext,
): Outcome<undefined> {
  if (!context.extendedPermissions.includes('AppendOnSend')) return refuse(CODE.missingExtendedPermission);
  if (context.launchEvent === 'OnMessageSend') {
    if (context.appendTried.value) return refuse(CODE.notInThisExtensionPoint);
    context.appendTried.value = true;
    return done(undefined);
  }
  if (type === COERCION.html && draftOf(context).get().body.type === 'text') return refuse(CODE.format);
  return change(context, (draft) => ({
    ...draft,
    appendOnSend: text === '' ? null : { content: text, coercion: type },
  }));
}

export const composeMethods: { [Id in keyof ComposeAnswers]: Method<ComposeAnswers[Id]> } = {
  13: method('body.setSelectedDataAsync', written, replaceSelection),
  14: method('body.getTypeAsync', none, (_, context) => done(draftOf(context).get().body.type)),
  15: method('recipients.getAsync', z.object({ recipientField: field }), ({ recipientField }, context) =>
    done(draftOf(context).get()[fieldName(recipientField)]),
  ),
  17: method('subject.setAsync', z.object({ subject: z.string() }), ({ subject }, context) =>
    change(context, (draft) => ({ ...draft, subject })),
  ),
  18: method('subject.getAsync', none, (_, context) => done(draftOf(context).get().subject)),
  21: method('recipients.setAsync', people, (params, context) => setPeople(params, context, false)),
  22: method('recipients.addAsync', people, (params, context) => setPeople(params, context, true)),
  23: method('body.prependAsync', written, (params, context) =>
    write(context, params, (content, added) => added + content),
  ),
  28: method(
    'item.getSelectedDataAsync',
    z.object({ coercionType: coercion }),
    ({ coercionType }, context) => {
      const { html = '', text = '' } = context.selection() ?? {};
      return done({ data: coercionType === COERCION.html ? html : text, sourceProperty: 'body' as const });
    },
  ),
  29: method('item.setSelectedDataAsync', written, replaceSelection),
  32: method('item.saveAsync', none, async (_, context) => done(await context.saveDraft())),
  38: method('body.setAsync', written, async ({ data, coercionType }, context) => {
    const body = asBody(context, data, coercionType);
    if (body === undefined || !context.editor) return refuse(CODE.format);
    await context.editor.write(body, { sending: context.launchEvent === 'OnMessageSend' });
    return done(undefined);
  }),
  41: method('item.close', none, (_, context) => {
    if (context.launchEvent !== undefined) return refuse(CODE.notInThisExtensionPoint);
    context.closeItem();
    return done(undefined);
  }),
  100: method(
    'body.appendOnSendAsync',
    z.object({ appendTxt: z.string(), coercionType: coercion }),
    ({ appendTxt, coercionType }, context) => appendOnSend(appendTxt, coercionType, context),
  ),
  107: method('from.getAsync', none, (_, context) => done(draftOf(context).get().from)),
  151: method(
    'internetHeaders.getAsync',
    z.object({ internetHeaderKeys: z.array(z.string()) }),
    (params, context) => {
      const { headers } = draftOf(context).get();
      return done(
        Object.fromEntries(
          params.internetHeaderKeys.flatMap((key) => {
            const present = header(headers, key);
            return present === undefined ? [] : [[key, headers[present] ?? '']];
          }),
        ),
      );
    },
  ),
  152: method(
    'internetHeaders.setAsync',
    z.object({ internetHeaderNameValuePairs: z.record(z.string(), z.string()) }),
    ({ internetHeaderNameValuePairs: pairs }, context) => {
      if (Object.keys(pairs).some((name) => !/^x-[!-9;-~]+$/i.test(name))) return refuse(CODE.parameter);
      const { headers } = draftOf(context).get();
      const kept = Object.entries(headers).filter(([name]) => header(pairs, name) === undefined);
      const next = { ...Object.fromEntries(kept), ...pairs };
      if (JSON.stringify(next).length > HEADERS_LIMIT) return refuse(CODE.parameter);
      return change(context, (draft) => ({ ...draft, headers: next }));
    },
  ),
  153: method(
    'internetHeaders.removeAsync',
    z.object({ internetHeaderKeys: z.array(z.string()) }),
    (params, context) =>
      change(context, (draft) => {
        const gone = params.internetHeaderKeys.map((key) => key.toLowerCase());
        const kept = Object.entries(draft.headers).filter(([name]) => !gone.includes(name.toLowerCase()));
        return { ...draft, headers: Object.fromEntries(kept) };
      }),
  ),
  164: method('item.getItemIdAsync', none, (_, context) => {
    const { id } = draftOf(context).get();
    return id === null ? refuse(CODE.itemNotSaved) : done(id);
  }),
  166: method('delayDeliveryTime.getAsync', none, (_, context) => done(draftOf(context).get().deliverAt)),
  167: method('delayDeliveryTime.setAsync', z.object({ time: z.number() }), ({ time }, context) =>
    change(context, (draft) => ({ ...draft, deliverAt: time })),
  ),
  173: method('body.setSignatureAsync', written, ({ data, coercionType }, context) => {
    if (asBody(context, data, coercionType) === undefined) return refuse(CODE.format);
    return change(context, (draft) => withSignature(draft, asBody(context, data, coercionType) ?? ''));
  }),
  174: method('item.getComposeTypeAsync', none, (_, context) => {
    const { composeType, body } = draftOf(context).get();
    return done({ composeType, coercionType: body.type });
  }),
  175: method('item.isClientSignatureEnabledAsync', none, (_, context) =>
    done(draftOf(context).get().clientSignature),
  ),
  176: method('item.disableClientSignatureAsync', none, (_, context) =>
    change(context, (draft) => ({ ...draft, clientSignature: false })),
  ),
  185: method(
    'sessionData.setAsync',
    z.object({ name: z.string(), value: z.string() }),
    ({ name, value }, context) => {
      const next = { ...draftOf(context).get().session, [name]: value };
      const size = Object.entries(next).reduce((sum, [key, text]) => sum + key.length + text.length, 0);
      if (size > SESSION_LIMIT) return refuse(CODE.sessionDataFull);
      return change(context, (draft) => ({ ...draft, session: next }));
    },
  ),
  186: method('sessionData.getAsync', z.object({ name: z.string() }), ({ name }, context) => {
    const value = draftOf(context).get().session[name];
    return value === undefined ? refuse(CODE.keyNotFound) : done(value);
  }),
  187: method('sessionData.getAllAsync', none, (_, context) => done({ ...draftOf(context).get().session })),
  188: method('sessionData.clearAsync', none, (_, context) =>
    change(context, (draft) => ({ ...draft, session: {} })),
  ),
  189: method('sessionData.removeAsync', z.object({ name: z.string() }), ({ name }, context) =>
    change(context, (draft) => {
      const kept = Object.entries(draft.session).filter(([key]) => key !== name);
      return { ...draft, session: Object.fromEntries(kept) };
    }),
  ),
};

/** The signature replaces the one before it; the first stands above the quote, or at the end. */
function withSignature(draft: Draft, signature: string): Draft {
  const { type, content } = draft.body;
  const [open, close] = type === 'html' ? ['<div id="Signature">', '</div>'] : ['\n-- \n', ''];
  const old = draft.signature === null ? '' : open + draft.signature + close;
  const block = signature === '' ? '' : open + signature + close;
  const at = old === '' ? -1 : content.indexOf(old);
  const mark = content.search(/<div id="?appendonsend"?/i);
  const place = at >= 0 ? at : mark >= 0 ? mark : content.length;
  const body = content.slice(0, place) + block + content.slice(place + (at >= 0 ? old.length : 0));
  return { ...draft, signature: signature === '' ? null : signature, body: { type, content: body } };
}
