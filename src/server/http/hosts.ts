import { trackingHost } from '../tracking/ticket-keys';
import type { Services } from '../services';

const TRACKING_PATHS = /^\/[ocupi]\//;
const FILE_PATHS = /^\/files\//;
/** Load balancers and Prometheus ask by address, whatever the public names are. */
const HEALTH_PATHS = /^\/(?:healthz|readyz|metrics)$/;

/** What a host name may be asked for. `absent`: the host is ours, but another one serves that path. */
export type HostAnswer = 'served' | 'absent' | 'wrong-host';

/**
 * Which host serves what, where they differ: a tracking host shows strangers images, pictures of our mail and redirects only, and files come
 * only from their own origin, which no cookie of ours ever reaches. Any other name is refused: it may be an attacker's,
 * pointed at us. `path` is that of the route, where there is one.
 */
export function makeHostCheck(
  urls: Services['urls'],
  isTracking: (name: string) => boolean,
): (host: string, path: string) => HostAnswer {
  const nameOf = (url: string): string => trackingHost(new URL(url).host);
  const app = nameOf(urls.app);
  const files = nameOf(urls.files);
  return (host, path) => {
    if (HEALTH_PATHS.test(path)) return 'served';
    const name = trackingHost(host);
    if (name !== app && name !== files && !isTracking(name)) return 'wrong-host';
    if (FILE_PATHS.test(path)) return name === files ? 'served' : 'absent';
    if (TRACKING_PATHS.test(path)) return isTracking(name) ? 'served' : 'absent';
    return name === app ? 'served' : 'absent';
  };
}
