import type { Client } from '../../core/api/launch';
import { outlookClient, type Timers } from '../office';
import type { Send } from './http';
import { BUNDLE } from './version';

/** Single sign-on as classic and web have it; absent in some clients. */
export type { SignOnRuntime } from '../office';
import type { SignOnRuntime } from '../office';

/** All that an event handler touches of the outside. */
export interface Surroundings {
  office: typeof Office;
  runtime: SignOnRuntime | undefined;
  send: Send;
  timers: Timers;
  /** Milliseconds since 1970 by the client's clock, which may be wrong: never used for deadlines. */
  now: () => number;
  random: () => number;
}

/** What event handlers are given; `completed` ends the event and, in classic, soon the runtime. */
export interface LaunchEvent {
  completed(options?: { allowEvent: boolean }): void;
}

export const clientOf = (office: typeof Office): Client =>
  Object.assign(outlookClient(office), { bundle: BUNDLE });
