import { polishChecks, polishFindings } from '../../../core/texts/checks/pl';
import type { Texts } from '../en';

export const checks: Texts['checks'] = { findings: polishFindings, names: polishChecks };
