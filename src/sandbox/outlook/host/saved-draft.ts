import { z } from 'zod';
import type { SavedDraft } from '../api-shapes';
import { emptyDraft, type Draft } from './draft';
import type { WireAddress } from './shapes';

/** What the mailbox keeps of a draft. Session data and notices end with the window. */
export function savedDraftOf(draft: Draft): SavedDraft {
  const people = (list: Draft['to']) => list.map(({ address, name }) => ({ address, name }));
  const { composeType, conversationId, inReplyTo, subject, body, signature, clientSignature, deliverAt } =
    draft;
  return {
    composeType,
    conversationId,
    inReplyTo,
    subject,
    body,
    signature,
    clientSignature,
    deliverAt,
    to: people(draft.to),
    cc: people(draft.cc),
    bcc: people(draft.bcc),
    attachments: [...draft.attachments],
    headers: { ...draft.headers },
    customProperties: z.record(z.string(), z.json()).parse(draft.customProperties),
    categories: [...draft.categories],
    appendOnSend: draft.appendOnSend,
  };
}

/** A kept draft, opened again: a session of its own, with nothing in it. */
export function reopenedDraft(
  id: string,
  saved: SavedDraft,
  from: WireAddress,
  wire: (person: { address: string; name: string }) => WireAddress,
): Draft {
  return {
    ...emptyDraft(from),
    ...saved,
    id,
    to: saved.to.map(wire),
    cc: saved.cc.map(wire),
    bcc: saved.bcc.map(wire),
  };
}
