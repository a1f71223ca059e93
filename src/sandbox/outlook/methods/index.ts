import type { MethodAnswer } from '../host/channel';
import { composeMethods, type ComposeAnswers } from './compose';
import { itemMethods, type ItemAnswers } from './item';
import { mailboxMethods, type MailboxAnswers } from './mailbox';
import type { Method, MethodContext } from './method';

export type Answers = ComposeAnswers & ItemAnswers & MailboxAnswers;

/** Every Outlook call the host answers, by dispatch id. A wrong answer shape does not compile. */
export const methods: { [Id in keyof Answers]: Method<Answers[Id]> } = {
  ...composeMethods,
  ...itemMethods,
  ...mailboxMethods,
};

function isKnown(id: number): id is keyof Answers {
  return Object.hasOwn(methods, id);
}

/**
 * Answers one call; undefined when no such call is known.
 * @throws TypeError when the parameters are not what the table says office.js sends.
 */
export async function executeMethod(
  id: number,
  params: unknown,
  context: MethodContext,
): Promise<MethodAnswer | undefined> {
  return isKnown(id) ? methods[id].answer(params, context) : undefined;
}

/** Whether a call is about the item at hand, so that it fails when that is no longer the one. */
export function isItemCall(id: number): boolean {
  return Object.hasOwn(composeMethods, id) || Object.hasOwn(itemMethods, id);
}

/** The name of a call, for the trace. */
export function methodName(id: number): string {
  return isKnown(id) ? methods[id].name : `unknown ${id}`;
}

export { typeOf } from './compose';
export { base64Size, contentTypeOf } from './item';
export { CODE, type ItemFacts, type MethodContext, type NewMessageForm, type ReadMessage } from './method';
