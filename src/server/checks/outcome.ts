import type { CheckFacts, CheckFinding, CheckOutcome } from '../../core/api/checks';
import type { Clock } from '../clock';
import { AskFailed, type Answered, type Ask, type Asked } from './ask';

const DAY_MS = 86_400_000;
/** Authorities give 90 days and renew 30 before: with two weeks left, renewing has failed. */
const ENDING_DAYS = 14;

export const wrong = (finding: CheckFinding, facts: CheckFacts): CheckOutcome => ({
  level: 'error',
  finding,
  facts,
});

/** What the certificate adds: an end that is near. */
export function certificateFacts(
  answer: Pick<Answered, 'certificateUntil'>,
  clock: Clock,
): Pick<CheckFacts, 'until' | 'days'> {
  const { certificateUntil: until } = answer;
  if (!until) return {};
  return {
    until: until.toISOString(),
    days: Math.floor((until.getTime() - clock.now().getTime()) / DAY_MS),
  };
}

/** Well, unless the certificate is about to end. */
export function wellUnlessEnding(facts: CheckFacts): CheckOutcome {
  const ending = facts.days !== undefined && facts.days < ENDING_DAYS;
  return ending
    ? { level: 'warning', finding: 'certificate-ending', facts }
    : { level: 'ok', finding: 'well', facts };
}

/**
 * Asks, and sorts out what is wrong whatever was asked for: no answer, a redirect, another status. `judge` sees what is
 * left.
 */
export async function examine(
  { ask, clock }: { ask: Ask; clock: Clock },
  url: URL,
  asked: Asked & { status?: number },
  judge: (answer: Answered, facts: CheckFacts) => CheckOutcome,
): Promise<CheckOutcome> {
  const facts: CheckFacts = { host: url.host, path: url.pathname };
  let answer: Answered;
  try {
    answer = await ask(url, asked);
  } catch (error) {
    if (error instanceof AskFailed) return wrong(error.reason, { ...facts, code: error.code });
    throw error;
  }
  const { status } = answer;
  const told = { ...facts, ...certificateFacts(answer, clock) };
  if (status >= 300 && status < 400) {
    return wrong('redirected', {
      ...told,
      status,
      location: (answer.headers['location'] ?? '').slice(0, 200),
    });
  }
  if (status !== (asked.status ?? 200)) return wrong('wrong-status', { ...told, status });
  return judge(answer, told);
}

/** `text/html; charset=utf-8` → `text/html` */
export const contentTypeOf = (answer: Pick<Answered, 'headers'>): string =>
  (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
