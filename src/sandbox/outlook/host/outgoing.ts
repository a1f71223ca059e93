import { z } from 'zod';
import type { SendRequest } from '../api-shapes';
import type { Draft } from './draft';

/** A draft as the transport takes it. Custom properties travel under the add-in's id. */
export function outgoingMail(draft: Draft, addinId: string): SendRequest {
  const people = (list: Draft['to']) => list.map(({ address, name }) => ({ address, name }));
  const { type, content } = draft.body;
  return {
    subject: draft.subject,
    ...(type === 'html' ? { html: content } : { text: content }),
    to: people(draft.to),
    cc: people(draft.cc),
    bcc: people(draft.bcc),
    headers: { ...draft.headers },
    customProperties:
      Object.keys(draft.customProperties).length > 0 ? { [addinId]: toJson(draft.customProperties) } : {},
    attachments: draft.attachments.map(({ name, contentType, content: file, isInline, contentId }) => ({
      name,
      contentType,
      content: file,
      isInline,
      ...(contentId === undefined ? {} : { contentId }),
    })),
    ...(draft.inReplyTo === null ? {} : { inReplyTo: draft.inReplyTo }),
    ...(draft.conversationId === null ? {} : { conversationId: draft.conversationId }),
  };
}

/** Custom properties crossed a JSON border already; the shape holds them to it. */
function toJson(value: unknown): SendRequest['customProperties'][string] {
  return z.json().parse(value);
}
