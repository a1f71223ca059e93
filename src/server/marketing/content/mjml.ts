import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** An element of MJML. Attributes and content are HTML already: escaped by who makes them. */
export interface MjmlElement {
  tagName: string;
  attributes: Record<string, string>;
  children?: MjmlElement[];
  content?: string;
}

const ENTRY = join(__dirname, 'mjml-worker.mjs');
/** A mail takes milliseconds; what takes so long has run away, and goes with its thread. */
const LIMIT_MS = 30_000;
/** Some fifty megabytes are not held for nothing. */
const IDLE_MS = 5 * 60_000;

type Answer = { n: number; html: string } | { n: number; problem: string };
interface Asked {
  resolve: (html: string) => void;
  reject: (error: Error) => void;
}

/** One thread for the process, begun by the first mail and ended when none has come for a while. It keeps nothing alive. */
let running: { worker: Worker; asked: Map<number, Asked>; idle?: NodeJS.Timeout } | undefined;
let count = 0;

function end(thread: NonNullable<typeof running>, error: Error): void {
  if (running === thread) running = undefined;
  clearTimeout(thread.idle);
  void thread.worker.terminate();
  for (const { reject } of thread.asked.values()) reject(error);
  thread.asked.clear();
}

function begin(): NonNullable<typeof running> {
  const thread: NonNullable<typeof running> = { worker: new Worker(ENTRY), asked: new Map() };
  thread.worker.on('message', (answer: Answer) => {
    const asked = thread.asked.get(answer.n);
    thread.asked.delete(answer.n);
    if (thread.asked.size === 0) {
      thread.worker.unref();
      thread.idle = setTimeout(() => end(thread, new Error('MJML has rested')), IDLE_MS).unref();
    }
    if ('html' in answer) asked?.resolve(answer.html);
    else asked?.reject(new Error(answer.problem));
  });
  thread.worker.on('error', (error) => end(thread, error));
  thread.worker.on('exit', () => end(thread, new Error('MJML has ended')));
  return thread;
}

/** The HTML of a mail, by MJML. */
export async function mjml(tree: MjmlElement): Promise<string> {
  const thread = (running ??= begin());
  clearTimeout(thread.idle);
  thread.worker.ref();
  const n = ++count;
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => end(thread, new Error('MJML did not answer')), LIMIT_MS).unref();
    const settled =
      <T>(by: (value: T) => void) =>
      (value: T): void => {
        clearTimeout(limit);
        by(value);
      };
    thread.asked.set(n, { resolve: settled(resolve), reject: settled(reject) });
    thread.worker.postMessage({ n, tree });
  });
}
