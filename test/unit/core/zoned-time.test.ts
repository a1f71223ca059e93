import { momentOf, wallTime } from '../../../src/core/zoned-time';

const of = (wall: string, zone: string): string | undefined => momentOf(wall, zone)?.toISOString();

describe('a time on the wall of a zone', () => {
  it('is a moment, in summer and in winter', () => {
    expect(of('2026-12-04T09:30', 'Europe/Warsaw')).toBe('2026-12-04T08:30:00.000Z');
    expect(of('2026-07-04T09:30', 'Europe/Warsaw')).toBe('2026-07-04T07:30:00.000Z');
    expect(of('2026-07-04T00:00', 'Asia/Kathmandu')).toBe('2026-07-03T18:15:00.000Z');
    expect(wallTime(new Date('2026-07-03T18:15:00Z'), 'Asia/Kathmandu')).toBe('2026-07-04T00:00');
  });
  it('is the first of two where clocks were put back, and after the change where they were put forward', () => {
    expect(of('2026-10-25T02:30', 'Europe/Warsaw')).toBe('2026-10-25T00:30:00.000Z');
    expect(of('2026-03-29T02:30', 'Europe/Warsaw')).toBe('2026-03-29T01:30:00.000Z');
  });
  it('is none where it is not written so', () => {
    expect(momentOf('2026-13-04T09:30', 'UTC')).toBeUndefined();
    expect(momentOf('tomorrow', 'UTC')).toBeUndefined();
  });
});
