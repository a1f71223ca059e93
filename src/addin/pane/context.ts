import { createContext, useContext } from 'react';
import type { Api } from './api';
import type { Texts } from './texts';
import type { HandedOver } from './watch/hand-over';

export interface Pane {
  texts: Texts;
  /** BCP 47, for dates and numbers. */
  locale: string;
  api: Api;
  /** Grows each time the server is reached again, or one is signed in: what failed meanwhile loads anew. */
  reached: number;
  /** Since when the server is not reached, in milliseconds since 1970; null while it is. */
  lostSince: number | null;
  /** Origin of the web app. */
  webApp: string;
  /** Hands over a mail of the user's own mailbox, by its Message-ID, with the pane's own leave to read it. */
  handOver: (internetMessageId: string) => Promise<HandedOver>;
}

const PaneContext = createContext<Pane | null>(null);
export const PaneProvider = PaneContext.Provider;

export function usePane(): Pane {
  const pane = useContext(PaneContext);
  if (!pane) throw new Error('usePane: only inside PaneProvider');
  return pane;
}
