import fs from 'node:fs';
import path from 'node:path';

/** Just enough of POSIX ustar for a database directory: plain files and directories, names up to 100 bytes. */

const BLOCK = 512;
const NAME_BYTES = 100;

export interface TarEntry {
  /** Relative, with forward slashes. */
  name: string;
  type: 'file' | 'directory';
  content: Buffer;
}

function header({ name, type, content }: TarEntry): Buffer {
  const block = Buffer.alloc(BLOCK);
  const stored = type === 'directory' ? `${name}/` : name;
  if (Buffer.byteLength(stored) > NAME_BYTES) throw new Error(`too long a name for this archive: ${name}`);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(stored, 0);
  block.write(octal(type === 'directory' ? 0o700 : 0o600, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(content.length, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(' '.repeat(8), 148);
  block.write(type === 'directory' ? '5' : '0', 156);
  block.write('ustar\0', 257);
  block.write('00', 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

export function packTar(entries: Iterable<TarEntry>): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    parts.push(header(entry), entry.content, Buffer.alloc(padding(entry.content.length)));
  }
  parts.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(parts);
}

/** Throws when the archive is damaged or holds anything but files and directories below its root. */
export function* unpackTar(archive: Buffer): Generator<TarEntry> {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const block = archive.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) return;
    const text = (from: number, length: number) =>
      block.toString('utf8', from, from + length).replace(/\0[\s\S]*$/, '');
    const expected = parseInt(text(148, 8), 8);
    const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    if (sum !== expected) throw new Error('the archive is damaged');
    const size = parseInt(text(124, 12), 8);
    const kind = text(156, 1);
    const name = text(0, NAME_BYTES).replace(/\/$/, '');
    if (path.posix.isAbsolute(name) || name.split('/').includes('..')) throw new Error(`unsafe name ${name}`);
    if (kind !== '0' && kind !== '5') throw new Error(`unexpected entry ${name} (type ${kind})`);
    at += BLOCK;
    if (at + size > archive.length) throw new Error('the archive is cut');
    yield { name, type: kind === '5' ? 'directory' : 'file', content: archive.subarray(at, at + size) };
    at += size + padding(size);
  }
  throw new Error('the archive is cut');
}

/** Everything below a directory, parents first. */
export function* readTree(root: string, below = ''): Generator<TarEntry> {
  for (const entry of fs.readdirSync(path.join(root, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      yield { name, type: 'directory', content: Buffer.alloc(0) };
      yield* readTree(root, name);
    } else if (entry.isFile()) {
      yield { name, type: 'file', content: fs.readFileSync(path.join(root, name)) };
    }
  }
}
