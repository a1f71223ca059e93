import type { Hit } from './hit';
import type { ReasonCode } from './reasons';

/** O7: how long after sending a request from the device that sent is taken for the sender's own look. */
const OWN_DEVICE_MS = 120_000;

/** The sender's own look, whatever else it is (O7, O16). */
export function ownReason({ at, own, sentAt, sender, source, features }: Hit): ReasonCode | undefined {
  if (own === 'device') return 'own.learnt';
  if (own === 'viewing') return 'own.viewing';
  if (own === 'colleague') return 'own.colleague';
  if (sentAt === undefined) return undefined;
  if (at < sentAt) return 'own.beforeSent';
  const sameDevice =
    sender !== undefined &&
    sender.source === source &&
    (sender.platform === features.platform || sender.platform === 'other' || features.platform === 'other');
  return sameDevice && at - sentAt < OWN_DEVICE_MS ? 'own.device' : undefined;
}

const MPP = 'Apple Mail Privacy Protection';

/** What by itself can only be a machine, and who it is where that is known. */
export function machineAlone(hit: Hit): { code: ReasonCode; via?: string } | undefined {
  const { features, kind } = hit;
  const { agentName: via } = features;
  if (features.method === 'HEAD') return { code: 'method.head' };
  if (features.method !== 'GET') return { code: 'method.other' };
  if (features.prefetch) return { code: 'headers.prefetch' };
  if (features.headless) return { code: 'headers.headless' };
  switch (features.agent) {
    case 'empty':
    case 'unnamed':
    case 'library':
    case 'headless':
    case 'bot':
      return { code: `agent.${features.agent}` };
    case 'link-preview':
      return { code: 'agent.preview', via };
    case 'scanner':
      return { code: 'agent.scanner', via };
    case 'preloader':
      return { code: 'agent.preloader', via };
    case 'image-proxy':
      return kind === 'click' ? { code: 'agent.proxyClick', via } : undefined;
    case 'mail-program':
    case 'browser':
      return networkAlone(hit);
  }
}

function networkAlone({ features, kind }: Hit): { code: ReasonCode; via?: string } | undefined {
  if (features.network === 'gateway' && features.networkCertainty !== 'likely')
    return { code: 'network.gateway', ...viaNetwork(features) };
  if (kind === 'click') return undefined;
  if (features.network === 'apple') return { code: 'network.apple', via: MPP };
  // Of the networks that people leave by, those of Apple's relay carry Apple's own preloads too.
  if (features.network === 'relay' && features.networkScope === 'opens' && features.family === 'apple-mail')
    return { code: 'network.relay', via: MPP };
  if (features.agent === 'browser' && features.wants === 'page') return { code: 'headers.notAnImage' };
  return undefined;
}

/** The filter or mail service whose network it is, by name. */
export const viaNetwork = ({ network, networkName }: Hit['features']): { via?: string } =>
  networkName !== undefined && (network === 'gateway' || network === 'google' || network === 'mail-service')
    ? { via: networkName }
    : {};
