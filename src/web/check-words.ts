import type { CheckFacts, CheckFinding, DeploymentCheck } from '../core/api/checks';
import { texts } from './texts';
import { date } from './format';

/** What a check found, and what to do about it, in the language of who looks. */
export const findingWords = (finding: CheckFinding, facts: CheckFacts): { what: string; todo?: string } =>
  texts.checks.findings[finding](facts, date);

export const checkName = (check: DeploymentCheck): string => texts.checks.names[check];
