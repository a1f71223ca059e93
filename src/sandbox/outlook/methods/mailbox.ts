import { z } from 'zod';
import type { Category } from '../host/shapes';
import {
  CODE,
  done,
  method,
  refuse,
  type Method,
  type MethodContext,
  type NewMessageForm,
  type Outcome,
} from './method';

const none = z.unknown();

/** What each call answers. */
export interface MailboxAnswers {
  2: string;
  5: string;
  8: undefined;
  10: undefined;
  11: undefined;
  12: string;
  30: undefined;
  31: undefined;
  42: undefined;
  44: undefined;
  99: string;
  160: Category[];
  161: undefined;
  162: undefined;
  163: undefined;
  178: undefined;
  179: undefined;
  181: undefined;
  182: undefined;
  183: undefined;
  184: undefined;
  193: undefined;
  400: undefined;
  401: undefined;
  402: undefined;
  403: undefined;
  404: undefined;
}

/** Exchange's own tokens are switched off in every tenant: add-ins that rely on them must find out here. */
const noExchangeToken = (name: string) =>
  method(
    name,
    none,
    (): Outcome<string> => refuse(CODE.token),
    (outcome) =>
      outcome.ok
        ? { wasSuccessful: true, token: outcome.value }
        : { wasSuccessful: false, errorCode: outcome.code, errorName: 'GenericTokenError', errorMessage: '' },
  );

const ignored = (name: string) => method(name, none, () => done(undefined));

/** Event handlers may open nothing. */
const opening = (context: MethodContext, open: () => void): Outcome<undefined> => {
  if (context.launchEvent !== undefined) return refuse(CODE.notInThisExtensionPoint);
  open();
  return done(undefined);
};

const replyForm = (name: string, all: boolean) =>
  method(name, z.object({ htmlBody: z.string().nullish() }), ({ htmlBody }, context) =>
    opening(context, () => context.reply({ htmlBody: htmlBody ?? '', all })),
  );

const openForm = (name: string) =>
  method(name, z.object({ itemId: z.string() }), ({ itemId }, context) =>
    opening(context, () => context.openMessage(itemId)),
  );

const recipients = z
  .union([z.string(), z.array(z.union([z.string(), z.object({ address: z.string() })]))])
  .nullish()
  .transform((value) =>
    typeof value === 'string'
      ? value.split(';')
      : (value ?? []).map((one) => (typeof one === 'string' ? one : one.address)),
  );

const newMessage = (name: string) =>
  method(
    name,
    z
      .object({
        to: recipients,
        cc: recipients,
        bcc: recipients,
        subject: z.string().nullish(),
        htmlBody: z.string().nullish(),
      })
      .transform((form): NewMessageForm => ({
        ...form,
        subject: form.subject ?? '',
        htmlBody: form.htmlBody ?? '',
      })),
    (form, context) => opening(context, () => context.newMessage(form)),
  );

export const mailboxMethods: { [Id in keyof MailboxAnswers]: Method<MailboxAnswers[Id]> } = {
  2: noExchangeToken('mailbox.getUserIdentityTokenAsync'),
  5: method(
    'mailbox.makeEwsRequestAsync',
    none,
    (): Outcome<string> => refuse(CODE.response),
    () => ({ wasSuccessful: false, errorMessage: 'Exchange Web Services are switched off.' }),
  ),
  8: openForm('mailbox.displayMessageForm'),
  10: replyForm('item.displayReplyForm', false),
  11: replyForm('item.displayReplyAllForm', true),
  12: noExchangeToken('mailbox.getCallbackTokenAsync'),
  30: replyForm('item.displayReplyForm', false),
  31: replyForm('item.displayReplyAllForm', true),
  42: method('ui.closeContainer', none, (_, context) => {
    context.closePane();
    return done(undefined);
  }),
  44: newMessage('mailbox.displayNewMessageForm'),
  99: method('item.getInitializationContextAsync', none, (_, context) =>
    done(context.initializationContext()),
  ),
  160: method('masterCategories.getAsync', none, (_, context) => done([...context.masterCategories.get()])),
  161: method(
    'masterCategories.addAsync',
    z.object({ categories: z.array(z.object({ displayName: z.string(), color: z.string() })) }),
    ({ categories }, { masterCategories }) => {
      const present = masterCategories.get();
      if (categories.some(({ displayName }) => present.some((old) => old.displayName === displayName)))
        return refuse(CODE.duplicateCategory);
      masterCategories.set([...present, ...categories]);
      return done(undefined);
    },
  ),
  162: method(
    'masterCategories.removeAsync',
    z.object({ categories: z.array(z.string()) }),
    ({ categories }, { masterCategories }) => {
      masterCategories.set(
        masterCategories.get().filter(({ displayName }) => !categories.includes(displayName)),
      );
      return done(undefined);
    },
  ),
  163: ignored('telemetry'),
  178: newMessage('mailbox.displayNewMessageFormAsync'),
  179: openForm('mailbox.displayMessageFormAsync'),
  181: replyForm('item.displayReplyFormAsync', false),
  182: replyForm('item.displayReplyAllFormAsync', true),
  183: replyForm('item.displayReplyFormAsync', false),
  184: replyForm('item.displayReplyAllFormAsync', true),
  193: ignored('telemetry'),
  400: ignored('telemetry'),
  401: ignored('telemetry'),
  402: ignored('telemetry'),
  403: method('window.open', z.object({ launchUrl: z.string() }), ({ launchUrl }, context) => {
    context.openWindow(launchUrl);
    return done(undefined);
  }),
  404: method(
    'roamingSettings.saveAsync',
    z.tuple([z.record(z.string(), z.string())]),
    async ([settings], context) =>
      (await context.roaming.save(settings)) ? done(undefined) : refuse(CODE.settings),
  ),
};
