import { useCallback } from 'react';
import type { Me } from '../../../core/api';
import type { Outcome } from '../../launch/outgoing';
import type { ApiResult } from '../api';
import { usePane } from '../context';
import { useLoaded } from '../use-loaded';

/**
 * Whether links are off because the tracking domain does not answer (C7), and not by the company's wish: the policy that
 * Outlook's events carry says only that they are off, so the server is asked where they are.
 */
export function useDomainFailing(outcome: Outcome | null): boolean {
  const { api } = usePane();
  const off =
    outcome?.policy.reasons.some(({ subject, code }) => subject === 'links' && code === 'accountOff') ===
    true;
  const load = useCallback(
    (): Promise<ApiResult<Pick<Me, 'linksOff'>>> =>
      off ? api.me() : Promise.resolve({ ok: true, value: {} }),
    [api, off],
  );
  const { loaded } = useLoaded(load);
  return off && loaded.state === 'ready' && loaded.value.linksOff === 'trackingDomain';
}
