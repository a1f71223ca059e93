import { englishChecks, englishFindings } from '../../../core/texts/checks/en';

export const checks = { findings: englishFindings, names: englishChecks };
