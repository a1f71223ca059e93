export { embed, strip, type Embedded, type EmbeddedLink, type EmbedOptions } from './embed';
export { type LeftReason, type TrackedReason } from './links';
