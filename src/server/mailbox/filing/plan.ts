import type { Transaction } from 'kysely';
import type { Database } from '../../store/schema';
import type { ItemKind } from '../judged-items';
import type { LogRefusal } from '../../../core/api/logs';
import type { StoredContent } from './content';
import type { MailKey } from './wishes';

/** What is to become of an item. Made by reading only; made again inside the transaction that carries it out. */
export type Plan = {
  /** L8: a person wanted it logged, and it will not be. */
  refused?: { mail: MailKey; why: LogRefusal } | undefined;
} & (
  | {
      outcome: 'left';
      kind: ItemKind;
      /** What it shows all the same, of which nothing is filed. */
      write?: (trx: Transaction<Database>) => Promise<void>;
    }
  | {
      outcome: 'filed';
      kind: ItemKind;
      /** Its MIME and files are to be kept. */
      content: boolean;
      /** `fileKey`s of the files to keep; absent: all. */
      files?: readonly string[] | undefined;
      write: (trx: Transaction<Database>, content: StoredContent | undefined) => Promise<void>;
    }
);
