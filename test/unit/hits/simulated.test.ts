import { figures, flow, KINDS, world, type Share } from '../../simulator';

const LONG = process.env['LONG'] === '1';
const MAILS = LONG ? 20_000 : 2_000;
const share = ({ of, wrong }: Share): number => wrong / of;

describe('simulated traffic, judged as the server does', () => {
  const found = figures(flow(world(1, MAILS)));

  test('is of at least 40 kinds, each of a name of its own', () => {
    expect(KINDS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
  });

  test('is the same for the same seed', () => {
    const ids = (seed: number): string[] =>
      world(seed, 20).map(({ hit }) => `${hit.id} ${hit.at} ${hit.source}`);
    expect(ids(7)).toEqual(ids(7));
    expect(ids(7)).not.toEqual(ids(8));
  });

  test('99 % of machine hits are held back, those that nobody can tell among them', () => {
    expect(share(found.machines)).toBeLessThanOrEqual(0.01);
    expect(share(found.tellableMachines)).toBeLessThanOrEqual(0.005);
  });

  test('at most 0.5 % of human opens and 0.1 % of human clicks are lost', () => {
    expect(share(found.humanOpens)).toBeLessThanOrEqual(0.005);
    expect(share(found.humanClicks)).toBeLessThanOrEqual(0.001);
  });

  test('the sender’s own looks are told as such', () => {
    expect(found.own).toMatchObject({ wrong: 0 });
  });

  test('a first human open is told at once, and within ten seconds beside a machine', () => {
    const late = found.firstOpenAlone.filter((ms) => ms > 1_000);
    // Early opens without a browser's headers, or from a cloud, wait too.
    expect(late.length / found.firstOpenAlone.length).toBeLessThanOrEqual(0.005);
    expect(Math.max(...found.firstOpenAlone, ...found.firstOpenBesideMachine)).toBeLessThanOrEqual(10_000);
  });

  test('hits told of and then taken back are few', () => {
    expect(found.takenBack / found.machines.of).toBeLessThanOrEqual(0.01);
  });
});
