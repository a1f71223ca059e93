import { fullTime } from '../format';
import { texts } from '../texts';

const leftOutWords = (why: string): string => {
  const known: Readonly<Record<string, unknown>> = texts.marketingSettings.reasons;
  const said = known[why];
  return typeof said === 'string' ? said : why;
};

/** What came of a step, or would: nothing where its name says it all. */
export function doneWords(kind: string, result: Readonly<Record<string, unknown>>): string {
  const words = texts.workflows.done;
  if (typeof result['fails'] === 'string') return texts.workflows.tryOut.fails;
  switch (kind) {
    case 'wait':
      if (result['noDay'] === true) return words.noDay;
      return typeof result['until'] === 'string' ? fullTime(result['until']) : '';
    case 'branch':
      if (typeof result['waits'] === 'number') return texts.workflows.tryOut.waits(result['waits']);
      return result['holds'] === true ? words.holds : words.holdsNot;
    case 'set':
    case 'list':
      return result['changed'] === false ? words.unchanged : '';
    case 'notify': {
      const users: unknown = result['users'];
      if (!Array.isArray(users)) return '';
      return users.length === 0 ? words.toldNobody : words.told(users.length);
    }
    case 'task':
      return result['nobodys'] === true ? texts.workflows.tryOut.nobodys : '';
    case 'send':
      if (typeof result['leftOut'] === 'string') return words.leftOut(leftOutWords(result['leftOut']));
      return 'copy' in result ? words.sent : '';
    case 'webhook':
      return 'call' in result ? words.called : '';
    default:
      return '';
  }
}
