import type { Transaction } from 'kysely';
import type { Database } from '../../store/schema';
import type { ItemKind } from '../judged-items';
import type { StoredContent } from './content';

/** What is to become of an item. Made by reading only; made again inside the transaction that carries it out. */
export type Plan =
  | { outcome: 'left'; kind: ItemKind }
  | {
      outcome: 'filed';
      kind: ItemKind;
      /** Its MIME and files are to be kept. */
      content: boolean;
      write: (trx: Transaction<Database>, content: StoredContent | undefined) => Promise<void>;
    };
