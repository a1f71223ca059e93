const ZONE = /(?:z|[+-]\d\d:?\d\d)$/i;

/**
 * A time of Graph's: with `Z`, with an offset (`+05:30`, seen on subscriptions), with seven digits of fraction, or, in
 * places, without a zone, which then means UTC. Undefined: none that can be read.
 */
export function graphTime(text: string | null | undefined): Date | undefined {
  const trimmed = (text ?? '').trim();
  if (trimmed === '') return undefined;
  const ms = Date.parse(ZONE.test(trimmed) || !trimmed.includes('T') ? trimmed : `${trimmed}Z`);
  return Number.isNaN(ms) ? undefined : new Date(ms);
}
