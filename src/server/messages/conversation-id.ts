/** Graph's id of a conversation from Outlook's: they are one, in two alphabets of base64. */
export const graphConversationId = (id: string): string => id.replaceAll('/', '-').replaceAll('+', '_');
