import { createContext, useContext } from 'react';
import type { Me, Preferences } from '../../core/api/app';

export const MeContext = createContext<Me | undefined>(undefined);

/** What was saved of oneself or of the account shows everywhere, without asking the server again. */
export const ChangeMeContext = createContext<(by: (me: Me) => Me) => void>(() => undefined);
export const useChangeMe = () => useContext(ChangeMeContext);

/** The signed-in user; only inside the signed-in part of the app. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe outside the signed-in part');
  return me;
}

/** Somebody with what they have changed of their preferences. */
export const withPreferences = (me: Me, { track, log, language }: Preferences): Me => {
  const { preferences: before } = me.user;
  const preferences = {
    track: track ?? before.track,
    log: log ?? before.log,
    language: language ?? before.language,
  };
  return { ...me, user: { ...me.user, preferences } };
};
