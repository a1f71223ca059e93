export { AGENTS, type AgentKind, type AgentLine } from './agents';
export { hitFeatures, READ_HEADERS, type HitFeatures, type RawRequest } from './features';
export {
  BURST_WINDOW_MS,
  judgeAsPerson,
  judgeHit,
  RULES_VERSION,
  type Hit,
  type HitVerdict,
  type Judgement,
} from './judge';
export { addressPrefix, NETWORKS, networkOf, type NetworkClass } from './networks';
export { readAgent, type Agent, type Platform } from './read-agent';
