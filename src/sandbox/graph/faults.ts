import type { GraphReply, GraphRequest } from './exchange';

/** Where the emulator lets itself be made to misbehave. Nothing set: it behaves. */
export interface Faults {
  /** Answers a request in place of the emulator, or lets it pass by returning undefined. */
  answer?: (request: GraphRequest) => Promise<GraphReply | undefined>;
  /** Changes what is sent to an endpoint: lost, doubled, reordered. */
  notifications?: (value: object[]) => object[];
}
