export * as client from './clients';
export type { Client } from './clients';
export { randomFrom, type Random } from './random';
