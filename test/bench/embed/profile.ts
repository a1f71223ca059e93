import { Session } from 'node:inspector/promises';

/**
 * CPU profile of `seconds` of work after a warm-up: the functions by the time spent in themselves, and the profile as a
 * `.cpuprofile`.
 */
export async function profile(
  work: () => Promise<unknown>,
  seconds: number,
): Promise<{ text: string; json: string }> {
  const during = async (time: number): Promise<void> => {
    const end = performance.now() + 1000 * time;
    while (performance.now() < end) await work();
  };
  await during(seconds / 4);
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await during(seconds);
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();

  const spent = new Map<string, number>();
  const names = new Map(
    profile.nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(no name)'}  ${url.replace(/^.*\//, '')}:${lineNumber + 1}`,
    ]),
  );
  let total = 0;
  profile.samples?.forEach((id, i) => {
    const time = profile.timeDeltas?.[i] ?? 0;
    const name = names.get(id) ?? '?';
    spent.set(name, (spent.get(name) ?? 0) + time);
    total += time;
  });
  const lines = [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 30)
    .map(([name, time]) => `${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`);
  return { text: lines.join('\n'), json: JSON.stringify(profile) };
}
