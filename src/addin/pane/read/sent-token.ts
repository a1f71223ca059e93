import { callOffice, isRecord, makeGate, recordOf, WAITS } from '../../office';
import { TOKEN_PROPERTY } from '../../launch/marks';

type Loads = Pick<Office.MessageRead, 'loadCustomPropertiesAsync'>;
const loads = (item: unknown): item is Loads =>
  isRecord(item) && typeof item.loadCustomPropertiesAsync === 'function';

/**
 * What the add-in left on a mail as it was sent from this mailbox; undefined of any other. With no mailbox connected it is
 * all by which the server knows the mail.
 */
export async function sentToken(item: unknown): Promise<string | undefined> {
  if (!loads(item)) return undefined;
  const gate = makeGate();
  const kept = await callOffice(
    gate,
    WAITS.store,
    (done) => item.loadCustomPropertiesAsync(done),
    (bag) => (isBag(bag) ? tokenIn(bag.get(TOKEN_PROPERTY)) : undefined),
  );
  gate.close();
  return kept.ok ? kept.value : undefined;
}

const isBag = (value: unknown): value is Pick<Office.CustomProperties, 'get'> =>
  typeof recordOf(value).get === 'function';

function tokenIn(kept: unknown): string | undefined {
  try {
    const { token } = recordOf(JSON.parse(typeof kept === 'string' ? kept : 'null'));
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}
