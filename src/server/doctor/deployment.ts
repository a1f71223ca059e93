import { DEPLOYMENT_CHECKS } from '../../core/api/checks';
import { englishChecks, englishFindings } from '../../core/texts/checks/en';
import { checkLive, type LiveParts, type LivePlaces } from '../deployment';
import type { DoctorLine } from './report';

const LEVELS = { ok: 'ok', warning: 'warning', error: 'error' } as const;
/** The command's own words have ISO days. */
const day = (iso: string): string => iso.slice(0, 10);

/**
 * The checks of the live address that the deployment page makes (A7), all at once. The tracking domain has a line of its
 * own, which needs no secrets.
 */
export async function deploymentLines(
  parts: LiveParts,
  places: Omit<LivePlaces, 'tracking'>,
): Promise<DoctorLine[]> {
  const checks = DEPLOYMENT_CHECKS.filter((check) => check !== 'tracking');
  const skipped = () => Promise.reject(new Error('the tracking domain is looked at by itself'));
  return Promise.all(
    checks.map(async (check): Promise<DoctorLine> => {
      const { level, finding, facts } = await checkLive(check, parts, { ...places, tracking: skipped });
      const { what, todo } = englishFindings[finding](facts, day);
      return {
        area: 'deployment',
        level: LEVELS[level],
        what: `${englishChecks[check]}: ${what}`,
        ...(todo !== undefined && { todo }),
      };
    }),
  );
}
