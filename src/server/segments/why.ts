/**
 * Why a contact came into a segment or left it, as it is kept: the first word says what, behind a colon stands which.
 * `event:12` (the ledger's row), `property`, `address`, `basis`, `mail` (received, bounced, unsubscribed), `list:ID`
 * (another segment or list), `time`, `rule` (it was made or changed), `user:5`, `import:ID`, `run:ID`, `workflow:ID`, `api`.
 */
export type Why =
  | 'property'
  | 'address'
  | 'basis'
  | 'mail'
  | 'time'
  | 'rule'
  | 'api'
  | 'event'
  | `event:${string}`
  | `list:${string}`
  | `user:${number}`
  | `import:${string}`
  | `run:${string}`
  | `workflow:${string}`
  | 'merge';

/** Of several causes at once, the one that says most: what happened goes before what changed with it. */
export function foremost(causes: readonly string[]): string {
  const weight = (cause: string): number =>
    cause.startsWith('event:') ? 3 : cause.startsWith('list:') ? 2 : cause === 'property' ? 0 : 1;
  return causes.reduce((best, one) => (weight(one) > weight(best) ? one : best), causes[0] ?? 'property');
}
