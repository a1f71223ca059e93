import type { Branch, Place } from '../../../core/workflows';
import { rulesHold } from '../ports';
import { LOOK_EVERY_MS, type Outcome, type Round, type Walker } from '../walker';

const DAY_MS = 86_400_000;

/** Asks a rule, and goes one way or the other; with `within`, waits so long for it to hold. */
export async function runBranch(
  { trx, workflow, now }: Round,
  { rule, within }: Branch,
  { yes = null, no = null }: Place,
  group: readonly Walker[],
): Promise<Outcome[]> {
  if (!rule) return group.map(() => ({ go: 'to', to: no, result: { holds: false } }));
  const answers = await rulesHold(
    trx,
    workflow.account_id,
    rule,
    group.map(({ contact }) => contact),
    now,
  );
  return group.map((walker): Outcome => {
    const answer = answers.get(walker.contact);
    if (answer?.holds === true) return { go: 'to', to: yes, result: { holds: true } };
    const until = walker.waiting ? walker.until : new Date(now.getTime() + within * DAY_MS);
    if (!until || until <= now) return { go: 'to', to: no, result: { holds: false } };
    const look = Math.min(
      until.getTime(),
      now.getTime() + LOOK_EVERY_MS,
      // From then on time alone may make it hold.
      answer?.until?.getTime() ?? Infinity,
    );
    return { go: 'wait', due: new Date(Math.max(look, now.getTime() + 1)), until, watches: true };
  });
}
