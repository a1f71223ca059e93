export { AGENTS, type AgentKind, type AgentLine } from './agents';
export { reachOf } from './bursts';
export { hitFeatures, READ_HEADERS, type HitFeatures, type RawRequest } from './features';
export { judgeAll, NEIGHBOURS, proxiedConversation } from './judge-all';
export {
  BURST_WINDOW_MS,
  judgeAsPerson,
  judgeHit,
  RULES_VERSION,
  type Hit,
  type HitVerdict,
  type Judgement,
} from './judge';
export { NETWORKS, SOURCES, type NetworkClass, type NetworkLine } from './network-lines';
export { addressBytes, addressPrefix, networkOf } from './networks';
export { nameOfFamily, readAgent, type Agent, type Platform } from './read-agent';
export { REASONS, saySameLook, type ReasonCode } from './reasons';
