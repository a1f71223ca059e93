/** Our own, since the libraries reach for BigInt or Web Crypto, which Outlook's classic runtime lacks. */
const BLOCK = 64;

/** First 32 bits of the fractional part of `value`. */
const fraction = (value: number): number => ((value - Math.floor(value)) * 0x100000000) | 0;

/** FIPS 180-4 section 4.2.2 and 5.3.3: cube and square roots of the first primes. */
const [ROUNDS, START] = ((): [Int32Array, Int32Array] => {
  const rounds = new Int32Array(64);
  const start = new Int32Array(8);
  for (let candidate = 2, found = 0; found < 64; candidate++) {
    let prime = true;
    for (let d = 2; d * d <= candidate; d++) if (candidate % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) start[found] = fraction(Math.sqrt(candidate));
    rounds[found++] = fraction(Math.pow(candidate, 1 / 3));
  }
  return [rounds, start];
})();

/** The message schedule of the block at hand: one for all calls, since nothing here waits. */
const W = new Int32Array(64);
const word = (i: number): number => W[i] || 0;
const at = (state: Int32Array, i: number): number => state[i] || 0;

/** Takes 64 bytes into the state (FIPS 180-4 section 6.2.2). */
function compress(state: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let i = 0, from = offset; i < 16; i++, from += 4) {
    W[i] =
      ((bytes[from] || 0) << 24) |
      ((bytes[from + 1] || 0) << 16) |
      ((bytes[from + 2] || 0) << 8) |
      (bytes[from + 3] || 0);
  }
  for (let i = 16; i < 64; i++) {
    const x = word(i - 15);
    const y = word(i - 2);
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (word(i - 16) + s0 + word(i - 7) + s1) | 0;
  }
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  let f = at(state, 5);
  let g = at(state, 6);
  let h = at(state, 7);
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[i] || 0) + word(i)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = at(state, 0) + a;
  state[1] = at(state, 1) + b;
  state[2] = at(state, 2) + c;
  state[3] = at(state, 3) + d;
  state[4] = at(state, 4) + e;
  state[5] = at(state, 5) + f;
  state[6] = at(state, 6) + g;
  state[7] = at(state, 7) + h;
}

/** The last block or two of a message, with its length: one for all calls, as `W` is. */
const TAIL = new Uint8Array(2 * BLOCK);

/** Goes on from a state that has taken `taken` bytes, a whole number of blocks, with the rest of the message. */
function finish(from: Int32Array, taken: number, message: Uint8Array): Uint8Array {
  const state = from.slice();
  const whole = message.length - (message.length % BLOCK);
  for (let offset = 0; offset < whole; offset += BLOCK) compress(state, message, offset);
  const left = message.length - whole;
  const end = left < BLOCK - 8 ? BLOCK : 2 * BLOCK;
  TAIL.fill(0);
  TAIL.set(message.subarray(whole));
  TAIL[left] = 0x80;
  // The length in bits, 64 of them: lengths here are far below what 53 hold.
  const bits = (taken + message.length) * 8;
  putWord(TAIL, end - 8, Math.floor(bits / 0x100000000));
  putWord(TAIL, end - 4, bits | 0);
  for (let offset = 0; offset < end; offset += BLOCK) compress(state, TAIL, offset);
  const digest = new Uint8Array(32);
  for (let i = 0; i < 8; i++) putWord(digest, i * 4, at(state, i));
  return digest;
}

function putWord(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

/** SHA-256 (FIPS 180-4): 32 bytes. */
export const sha256 = (message: Uint8Array): Uint8Array => finish(START, 0, message);

/** HMAC-SHA-256 with one key: 32 bytes. */
export type Hmac = (message: Uint8Array) => Uint8Array;

/** HMAC-SHA-256 (RFC 2104, vectors in RFC 4231). The key is taken in once, for as many messages as come. */
export function hmac(key: Uint8Array): Hmac {
  const short = key.length > BLOCK ? sha256(key) : key;
  const start = (pad: number): Int32Array => {
    const block = new Uint8Array(BLOCK).fill(pad);
    short.forEach((byte, i) => {
      block[i] = byte ^ pad;
    });
    const state = START.slice();
    compress(state, block, 0);
    return state;
  };
  const inner = start(0x36);
  const outer = start(0x5c);
  return (message) => finish(outer, BLOCK, finish(inner, BLOCK, message));
}

export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array => hmac(key)(message);
