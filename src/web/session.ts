import { useSyncExternalStore } from 'react';

let ended = false;
const hearers = new Set<() => void>();

const listen = (hear: () => void): (() => void) => {
  hearers.add(hear);
  return () => void hearers.delete(hear);
};

/** The server no longer knows who asks. Until the page is loaded anew, nothing here works. */
export function sessionEnded(): void {
  ended = true;
  for (const hear of hearers) hear();
}

export const useSessionEnded = (): boolean => useSyncExternalStore(listen, () => ended);

/** Where one signs in and comes back to the page that is open, as it is filtered. */
export function signInAddress({
  pathname,
  search,
}: Pick<Location, 'pathname' | 'search'> = location): string {
  const isOwn = pathname !== '/' && !pathname.startsWith('/auth/');
  return `/auth/login?returnTo=${encodeURIComponent(isOwn ? `${pathname}${search}` : '/')}`;
}
