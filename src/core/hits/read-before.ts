import { machineAlone } from './alone';
import { ageOf, isDelivery, sameCopy, type Hit } from './hit';

/** From seeing a mail to pressing a link in it. */
const LOOK_MS = 1_500;
/** Nobody reads sooner after sending; what opened by then opened for no reader. */
const FIRST_READ_MS = 4_000;
/** Who read it elsewhere explains a click for so long; in the same place, for as long as judging looks back. */
const ELSEWHERE_MS = 60_000;

/**
 * Whether somebody opened this copy before following the link: by a mail program or a proxy that fetches for readers
 * (`firmly`), or in the same browser (`perhaps`: a machine can load an image too).
 */
export function readBefore(click: Hit, others: readonly Hit[]): 'firmly' | 'perhaps' | undefined {
  let perhaps = false;
  for (const open of others) {
    if (open.kind !== 'open' || !sameCopy(open, click) || click.at - open.at < LOOK_MS) continue;
    if ((ageOf(open) ?? FIRST_READ_MS) < FIRST_READ_MS || machineAlone(open)) continue;
    const { agent, network, browserHeaders } = open.features;
    if (network === 'hosting' || network === 'gateway') continue;
    const here = open.source === click.source;
    if (!here && click.at - open.at > ELSEWHERE_MS) continue;
    if (agent === 'image-proxy' && click.recipient !== 0) return 'firmly';
    if (agent === 'mail-program' && (here || click.recipient !== 0)) return 'firmly';
    if (agent === 'browser' && here && browserHeaders !== false && !isDelivery(open)) return 'firmly';
    if (agent === 'browser' && here && browserHeaders !== false) perhaps = true;
  }
  return perhaps ? 'perhaps' : undefined;
}
