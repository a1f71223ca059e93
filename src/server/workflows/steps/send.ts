import type { Step } from '../../../core/workflows';
import { sendMessage } from '../ports';
import { turnOf, type Outcome, type RunStep } from '../walker';

/** Sends a marketing message to each of them: once by the key of the step, whatever is run again. */
export const runSend: RunStep<Extract<Step, { kind: 'send' }>> = async (round, { message }, group) => {
  const outcomes: Outcome[] = [];
  for (const walker of group) {
    const result = await sendMessage(round, {
      message,
      contact: walker.contact,
      key: `workflow:${walker.row.id}:${turnOf(walker)}`,
    });
    outcomes.push({ go: 'on', result });
  }
  return outcomes;
};
