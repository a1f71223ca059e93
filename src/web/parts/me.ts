import { createContext, useContext } from 'react';
import type { Me } from '../../core/api/app';

export const MeContext = createContext<Me | undefined>(undefined);

/** The signed-in user; only inside the signed-in part of the app. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside the signed-in part');
  return me;
}
