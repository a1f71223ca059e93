import net from 'node:net';
import { z } from 'zod';

/** A stretch of load, as the bench asks this process for it. */
const Order = z.object({
  port: z.number(),
  paths: z.array(z.string()),
  connections: z.number(),
  seconds: z.number(),
  /** Requests per second, sent whatever the answers do; absent: each connection asks again once it is answered. */
  rate: z.number().optional(),
});
export type Order = z.infer<typeof Order>;

export interface Load {
  perSecond: number;
  answered: number;
  /** Not answered with 200, or whose connection broke. */
  wrong: number;
  /** Milliseconds, in no order. */
  p50: number;
  p99: number;
  most: number;
}

const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
];
const REQUESTS = 20_000;
const OK = Buffer.from('HTTP/1.1 200');
const BLANK_LINE = Buffer.from('\r\n\r\n');

/** Requests as a mail program sends them, each from an address of its own. */
function requestsOf({ paths, port }: Order): Buffer[] {
  return Array.from({ length: REQUESTS }, (_, i) => {
    const source = `${11 + (i % 80)}.${(i >> 3) & 255}.${(i * 7) & 255}.${1 + ((i * 13) % 250)}`;
    return Buffer.from(
      `GET ${paths[i % paths.length] ?? '/'} HTTP/1.1\r\nHost: localhost:${port}\r\nUser-Agent: ${AGENTS[i % AGENTS.length] ?? ''}\r\n` +
        `Accept: image/*\r\nAccept-Language: en-GB\r\nX-Forwarded-For: ${source}\r\nConnection: keep-alive\r\n\r\n`,
    );
  });
}

/** Whole answers are told by their length, once the first one's is known. */
class AnswerReader {
  #usual = -1;
  #held: Buffer[] = [];

  /** 'more' until an answer is whole. */
  read(chunk: Buffer): 'more' | 'ok' | 'wrong' {
    if (this.#held.length === 0 && chunk.length === this.#usual && OK.equals(chunk.subarray(0, OK.length)))
      return 'ok';
    this.#held.push(chunk);
    const whole = Buffer.concat(this.#held);
    const end = whole.indexOf(BLANK_LINE);
    if (end < 0) return 'more';
    const head = whole.toString('latin1', 0, end);
    const body = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (whole.length < end + BLANK_LINE.length + body) return 'more';
    this.#held = [];
    this.#usual = whole.length;
    return OK.equals(whole.subarray(0, OK.length)) ? 'ok' : 'wrong';
  }
}

async function load(order: Order): Promise<Load> {
  const requests = requestsOf(order);
  const took: number[] = [];
  let wrong = 0;
  let sent = Math.floor(Math.random() * REQUESTS);
  let over = false;
  const free: ((due: number) => void)[] = [];
  const waiting: number[] = [];
  const closed = order.rate === undefined;

  const connect = (): Promise<net.Socket> =>
    new Promise((resolve, reject) => {
      const reader = new AnswerReader();
      let began = 0;
      let busy = false;
      const socket = net.connect(order.port, 'localhost', () => {
        socket.setNoDelay(true);
        resolve(socket);
        if (closed) ask(performance.now());
        else free.push(ask);
      });
      const ask = (due: number): void => {
        began = due;
        busy = true;
        sent += 1;
        socket.write(requests[sent % REQUESTS] ?? '');
      };
      socket.on('data', (chunk) => {
        const found = reader.read(chunk);
        if (found === 'more') return;
        busy = false;
        const now = performance.now();
        if (found === 'wrong') wrong += 1;
        else took.push(now - began);
        if (over) return;
        if (closed) ask(now);
        else {
          const due = waiting.shift();
          if (due === undefined) free.push(ask);
          else ask(due);
        }
      });
      socket.on('error', (error) => {
        if (busy && !over) wrong += 1;
        reject(error);
      });
    });

  const sockets = await Promise.all(Array.from({ length: order.connections }, connect));
  const start = performance.now();
  took.length = 0;
  const { rate } = order;
  let pacing: NodeJS.Timeout | undefined;
  if (rate !== undefined) {
    let due = 0;
    pacing = setInterval(() => {
      const reached = ((performance.now() - start) * rate) / 1_000;
      for (; due < reached; due += 1) {
        const at = start + (due * 1_000) / rate;
        const ask = free.pop();
        // What finds no connection free waits, and its waiting counts.
        if (ask) ask(at);
        else waiting.push(at);
      }
    }, 1);
  }
  await new Promise((resolve) => setTimeout(resolve, order.seconds * 1_000));
  over = true;
  clearInterval(pacing);
  const seconds = (performance.now() - start) / 1_000;
  const answered = took.length;
  // What is still to be asked has waited so long at least.
  for (const due of waiting) took.push(performance.now() - due);
  // Those under way have their time, so that none is cut off in the middle.
  await new Promise((resolve) => setTimeout(resolve, 150));
  for (const socket of sockets) socket.destroy();
  const sorted = Float64Array.from(took).sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return {
    perSecond: answered / seconds,
    answered: took.length,
    wrong,
    p50: at(0.5),
    p99: at(0.99),
    most: sorted.at(-1) ?? NaN,
  };
}

process.on('message', (message) => {
  void load(Order.parse(message)).then((result) => process.send?.(result));
});
