import { DatabaseError } from 'pg-protocol';
import {
  CommandCompleteMessage,
  DataRowMessage,
  NotificationResponseMessage,
  ReadyForQueryMessage,
  RowDescriptionMessage,
} from 'pg-protocol/dist/messages';
import { Parser } from 'pg-protocol/dist/parser';
import type { WireResult } from './wire';

/** What the engine said to one statement, and to whoever listens meanwhile. */
export interface Answer {
  result: WireResult;
  failure: DatabaseError | undefined;
  notifications: { channel: string; payload: string }[];
}

const IDLE = 'I';

/** Reads the bytes of an answer: PostgreSQL's protocol, version 3, every value as text. */
export function readAnswer(bytes: Uint8Array): Answer {
  const result: WireResult = { fields: [], rows: [], tag: '', inTransaction: false };
  const answer: Answer = { result, failure: undefined, notifications: [] };
  new Parser().parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), (message) => {
    // The parser's own type says nothing of what it makes: text, or null.
    if (message instanceof DataRowMessage) result.rows.push(message.fields as (string | null)[]);
    else if (message instanceof RowDescriptionMessage)
      result.fields = message.fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID }));
    else if (message instanceof CommandCompleteMessage) result.tag = message.text;
    else if (message instanceof DatabaseError) answer.failure ??= message;
    else if (message instanceof ReadyForQueryMessage) result.inTransaction = message.status !== IDLE;
    else if (message instanceof NotificationResponseMessage)
      answer.notifications.push({ channel: message.channel, payload: message.payload });
  });
  return answer;
}

const ERROR = 'E'.charCodeAt(0);
const COMMAND_COMPLETE = 'C'.charCodeAt(0);
/** A letter, and a length that counts itself. */
const HEADER = 5;

/** Of an answer, without reading its rows: whether the statement failed, and its command tag. */
export function glanceAt(bytes: Uint8Array): { failed: boolean; tag: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let failed = false;
  let tag = '';
  for (let at = 0; at + HEADER <= bytes.length;) {
    const end = at + 1 + view.getUint32(at + 1);
    if (bytes[at] === ERROR) failed = true;
    else if (bytes[at] === COMMAND_COMPLETE)
      tag = Buffer.from(bytes.buffer, bytes.byteOffset + at + HEADER, end - at - HEADER - 1).toString(
        'latin1',
      );
    at = end;
  }
  return { failed, tag };
}
