/** One step of a path: a name, or the key that follows one. Keywords are told apart from ids by their place. */
function segments(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const text = decodeURIComponent(part);
      const keyed = /^([A-Za-z]+)\('(.*)'\)$/s.exec(text);
      if (keyed !== null) return [keyed[1] ?? '', (keyed[2] ?? '').replaceAll("''", "'")];
      return [/^(?:microsoft\.graph\.)?[A-Za-z]+\(\)$/i.test(text) ? text.replace(/\(\)$/, '') : text];
    })
    .map((part) => part.replace(/^microsoft\.graph\./i, ''));
}

/** What a mail path leads to, under the user it belongs to. */
export type MailTarget =
  | { kind: 'user' }
  | { kind: 'folders' }
  | { kind: 'foldersDelta' }
  | { kind: 'folder'; folder: string }
  | { kind: 'childFolders'; folder: string }
  | { kind: 'messages'; folder?: string }
  | { kind: 'messagesCount'; folder?: string }
  | { kind: 'messagesDelta'; folder?: string }
  | { kind: 'message'; id: string; folder?: string }
  | { kind: 'messageMime'; id: string; folder?: string }
  | { kind: 'attachments'; id: string; folder?: string }
  | { kind: 'attachment'; id: string; attachment: string; folder?: string }
  | { kind: 'attachmentBytes'; id: string; attachment: string; folder?: string }
  | { kind: 'translateIds' }
  | { kind: 'sendMail' }
  | { kind: 'sendDraft'; id: string }
  | { kind: 'uploadSession'; id: string }
  /** Anything else under a user: replying, moving … */
  | { kind: 'other' };

export type GraphPath =
  /** `user` is absent for `/me`; else an object id or an address. */
  | { kind: 'mail'; user?: string; target: MailTarget }
  | { kind: 'subscriptions' }
  | { kind: 'subscription'; id: string }
  | { kind: 'reauthorize'; id: string }
  | { kind: 'batch' }
  | { kind: 'unknown'; segment: string };

function messageTarget(parts: string[], folder?: string): MailTarget {
  const at = folder === undefined ? {} : { folder };
  const [id, next, attachment, last] = parts;
  if (id === undefined) return { kind: 'messages', ...at };
  if (next === undefined) {
    if (id.toLowerCase() === 'delta') return { kind: 'messagesDelta', ...at };
    return id === '$count' ? { kind: 'messagesCount', ...at } : { kind: 'message', id, ...at };
  }
  if (next === '$value' && parts.length === 2) return { kind: 'messageMime', id, ...at };
  if (next.toLowerCase() === 'send' && parts.length === 2) return { kind: 'sendDraft', id };
  if (next.toLowerCase() !== 'attachments') return { kind: 'other' };
  if (attachment === undefined) return { kind: 'attachments', id, ...at };
  if (last === undefined) {
    return attachment.toLowerCase() === 'createuploadsession'
      ? { kind: 'uploadSession', id }
      : { kind: 'attachment', id, attachment, ...at };
  }
  return last === '$value' ? { kind: 'attachmentBytes', id, attachment, ...at } : { kind: 'other' };
}

function mailTarget(parts: string[]): MailTarget {
  const [first, second, third, ...rest] = parts;
  if (first === undefined) return { kind: 'user' };
  const name = first.toLowerCase();
  if (name === 'messages') return messageTarget(parts.slice(1));
  if (name === 'sendmail') return { kind: 'sendMail' };
  if (name === 'translateexchangeids') return { kind: 'translateIds' };
  if (name !== 'mailfolders') return { kind: 'other' };
  if (second === undefined) return { kind: 'folders' };
  if (third === undefined)
    return second.toLowerCase() === 'delta' ? { kind: 'foldersDelta' } : { kind: 'folder', folder: second };
  if (third.toLowerCase() === 'messages') return messageTarget(rest, second);
  return third.toLowerCase() === 'childfolders'
    ? { kind: 'childFolders', folder: second }
    : { kind: 'other' };
}

/** Reads a path of v1.0: `/me` or `/users/{id}`, keys after a slash or in parentheses, names in any case. */
export function readPath(path: string): GraphPath {
  const parts = segments(path);
  const [first = '', second, third] = parts;
  switch (first.toLowerCase()) {
    case 'me':
      return { kind: 'mail', target: mailTarget(parts.slice(1)) };
    case 'users':
      return second === undefined
        ? { kind: 'unknown', segment: first }
        : { kind: 'mail', user: second, target: mailTarget(parts.slice(2)) };
    case '$batch':
      return { kind: 'batch' };
    case 'subscriptions':
      if (second === undefined) return { kind: 'subscriptions' };
      if (third === undefined) return { kind: 'subscription', id: second };
      return third.toLowerCase() === 'reauthorize'
        ? { kind: 'reauthorize', id: second }
        : { kind: 'unknown', segment: third };
    default:
      return { kind: 'unknown', segment: first };
  }
}
