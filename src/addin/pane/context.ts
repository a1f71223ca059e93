import { createContext, useContext } from 'react';
import type { Api } from './api';
import type { Texts } from './texts';

export interface Pane {
  texts: Texts;
  /** BCP 47, for dates and numbers. */
  language: string;
  api: Api;
  /** Tells the pane that a call was refused for want of a sign-in. */
  signedOut: () => void;
}

const PaneContext = createContext<Pane | null>(null);
export const PaneProvider = PaneContext.Provider;

export function usePane(): Pane {
  const pane = useContext(PaneContext);
  if (!pane) throw new Error('usePane: only inside PaneProvider');
  return pane;
}
