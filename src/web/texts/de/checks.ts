import { germanChecks, germanFindings } from '../../../core/texts/checks/de';
import type { Texts } from '../en';

export const checks: Texts['checks'] = { findings: germanFindings, names: germanChecks };
