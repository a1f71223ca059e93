/** Each costs a socket, and up to eight seconds where nobody answers. */
const AT_ONCE = 16;

/**
 * The hosts in the order in which they are asked, each once: every account's first one, then every account's second, so
 * that the many dead names of one account come after the live ones of the others. `rows`: each account's in its order.
 */
export function inTurns(rows: readonly { account: number; host: string }[]): string[] {
  const turns: string[][] = [];
  const turnOf = new Map<number, number>();
  for (const { account, host } of rows) {
    const turn = turnOf.get(account) ?? 0;
    turnOf.set(account, turn + 1);
    (turns[turn] ??= []).push(host);
  }
  return [...new Set(turns.flat())];
}

/** Asks some at once. What is not begun while `goesOn` is left out of the answer. Rejects as `ask` does. */
export async function askSome<T>(
  hosts: readonly string[],
  ask: (host: string) => Promise<T>,
  goesOn: () => boolean,
): Promise<Map<string, T>> {
  const answers = new Map<string, T>();
  const waiting = [...hosts];
  const hand = async (): Promise<void> => {
    for (let host = waiting.shift(); host !== undefined && goesOn(); host = waiting.shift()) {
      answers.set(host, await ask(host));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, hosts.length) }, hand));
  return answers;
}
