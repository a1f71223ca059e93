// Not the whole folder: its client is loaded only where the pane reads mail.
import { granted } from '../../../graph/failure';
import type { PaneConfig, WatchCalls } from '../api';
import type { SignIn } from '../sign-in';
import { handOverItem, sentFolderOf } from './look';
import { paneGraph, throwing } from './pane-graph';

/** `not-allowed`: Microsoft gave no leave to read mail. `too-large`: only a server that may read the mailbox can log it. */
export type HandedOver = 'done' | 'not-found' | 'too-large' | 'not-allowed' | 'failed';

/**
 * L8: hands over one mail of the user's own mailbox, where the server may not read it. Asks the user for leave where
 * Microsoft wants that: only from a click.
 */
export async function handOverMail(
  config: PaneConfig,
  signIn: SignIn,
  calls: WatchCalls,
  internetMessageId: string,
): Promise<HandedOver> {
  if (((await signIn.graphSilent()) ?? (await signIn.graphInteractive())) === null) return 'not-allowed';
  try {
    const api = throwing(calls);
    const { mailbox } = await api.paneWatch();
    if (!mailbox) return 'failed';
    const graph = await paneGraph(config, signIn);
    const found = granted(
      await graph.findMessages(mailbox.graphUser, internetMessageId),
      'looking for a mail',
    ).filter((item) => item.isDraft !== true);
    // Asked for by a person, it is judged wherever it lies.
    const folders = { sent: await sentFolderOf(graph, mailbox.graphUser), notWatched: new Set<string>() };
    let outcome: HandedOver = 'not-found';
    for (const { id } of found) {
      const one = await handOverItem(graph, api, mailbox, id, folders);
      if (one === 'done') outcome = 'done';
      else if (outcome !== 'done') outcome = one === 'not-read' ? 'failed' : one;
    }
    return outcome;
  } catch {
    return 'failed';
  }
}
