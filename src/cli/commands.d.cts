import type { Command } from './run';
import type { serveWithSandbox } from './serve-sandbox';

export const commands: Readonly<Record<string, () => Command>>;
export const sandboxStart: () => typeof serveWithSandbox;
