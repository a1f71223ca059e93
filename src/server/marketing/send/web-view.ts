import type { Services } from '../../services';
import { readyContent } from '../content';
import { linkRules } from './control';
import { copyMaker } from './copy-maker';
import { readSend, sendRow } from './sends';
import { sharedValues, valuesOf } from './values';

/**
 * M11: a recipient's mail as a page, made again from what it was sent from: without image and tracked links, so that reading
 * it counts nowhere. Undefined: what it was made from is gone.
 */
export async function webView(
  services: Services,
  copy: { account: number; message: string; contact: string | null; address: string },
  token: string,
): Promise<string | undefined> {
  const { db } = services.store;
  const row = await sendRow(db, copy.account, copy.message);
  if (!row) return undefined;
  const send = readSend(services, row);
  const maker = copyMaker(
    send,
    await readyContent(send.content),
    await linkRules(db, services, copy.account),
  );
  const shared = await sharedValues(db, copy.account, send.user);
  const [values = {}] = await valuesOf(db, copy.account, [copy], shared);
  return maker.untracked(values, token).html;
}
