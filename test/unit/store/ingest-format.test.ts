import { randomBytes } from 'node:crypto';
import {
  decodeHeader,
  encodeEnd,
  encodeHeader,
  encodeRecords,
  findFrame,
  HEADER_BYTES,
  openBody,
  readFrame,
  type Seal,
} from '../../../src/server/store/ingest/format';

const header = {
  log: '01955555-0000-7000-8000-0123456789ab',
  segment: 7,
  openedAt: new Date('2026-03-02T09:00:00.123Z'),
};
const seal: Seal = { key: randomBytes(32), log: header.log, segment: 7 };

const encodeRecord = (by: Seal, offset: number, text: string): Buffer =>
  encodeRecords(by, offset, [text]).bytes;

const bodyOf = (bytes: Buffer, at = 0): Buffer => {
  const frame = readFrame(bytes, at);
  if (frame.found !== 'record') throw new Error(frame.found);
  return frame.body;
};

describe('the format of an ingest segment', () => {
  test('a header comes back as it was written', () => {
    const bytes = encodeHeader(header);
    expect(bytes).toHaveLength(HEADER_BYTES);
    expect(decodeHeader(bytes)).toEqual(header);
  });

  test('any changed byte of the header is noticed', () => {
    for (let at = 0; at < 44; at += 1) {
      const bytes = encodeHeader(header);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      expect(decodeHeader(bytes)).toBeUndefined();
    }
  });

  test('a record opens to its text', () => {
    const bytes = encodeRecord(seal, 48, '{"söme":"text"}');
    expect(openBody(seal, 48, bodyOf(bytes))).toBe('{"söme":"text"}');
  });

  test('records written together open each at its own place, wherever in a block it begins', () => {
    const texts = ['', 'a', 'some text', 'ß'.repeat(33), '{"x":1}'];
    for (let start = 48; start < 66; start += 1) {
      const { bytes, offsets } = encodeRecords(seal, start, texts);
      const opened = offsets.map((offset) => openBody(seal, offset, bodyOf(bytes, offset - start)));
      expect(opened).toEqual(texts);
    }
  });

  test('what is written cannot be read on the disk', () => {
    expect(encodeRecord(seal, 48, 'address 192.0.2.77').toString('latin1')).not.toContain('192.0.2.77');
  });

  test('any changed byte of a record is noticed', () => {
    const whole = encodeRecord(seal, 48, 'some text');
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x40, at);
      expect(['bad', 'cut']).toContain(readFrame(bytes, 0).found);
    }
  });

  test('a record opens only at its own place, in its own segment, under its own key', () => {
    const body = bodyOf(encodeRecord(seal, 48, 'text'));
    expect(openBody(seal, 96, body)).toBeUndefined();
    expect(openBody({ ...seal, segment: 8 }, 48, body)).toBeUndefined();
    expect(openBody({ ...seal, key: randomBytes(32) }, 48, body)).toBeUndefined();
  });

  test('a record cut anywhere is told from a sound one', () => {
    const whole = encodeRecord(seal, 48, 'some text');
    for (let length = 0; length < whole.length; length += 1) {
      expect(readFrame(whole.subarray(0, length), 0).found).toBe('cut');
    }
  });

  test('the next sound record is found behind a damaged stretch', () => {
    const next = encodeRecord(seal, 200, 'next');
    const bytes = Buffer.concat([Buffer.from('MTr1 damaged MTr1 more'), next]);
    expect(findFrame(bytes, 1)).toBe(22);
    expect(findFrame(Buffer.from('MTr1 damaged'), 0)).toBeUndefined();
    expect(findFrame(Buffer.concat([Buffer.from('xx'), encodeEnd()]), 0)).toBe(2);
  });
});
