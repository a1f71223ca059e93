import { secretFinding } from '../mailbox';
import type { Settings } from '../settings';
import type { DoctorLine } from './report';

/** What is allowed by the settings' own check, and worth a thought all the same. */
export function configurationLines(settings: Settings, now: Date): DoctorLine[] {
  const area = 'configuration';
  if (settings.sandbox) {
    return [
      { area, level: 'ok', what: 'The sandbox runs: no Entra setting and no public address is given.' },
    ];
  }
  const lines: DoctorLine[] = [];
  const secret = secretFinding(settings.clientSecretExpires, now);
  if (secret) lines.push({ area, level: secret.level, what: secret.what, todo: secret.todo });
  if (!settings.clientSecretExpires) {
    lines.push({
      area,
      level: 'warning',
      what: 'Nobody is told before the client secret ends.',
      todo: 'Set ENTRA_CLIENT_SECRET_EXPIRES to the day that Entra shows.',
    });
  }
  if (settings.filesUrl === undefined || settings.filesUrl === settings.publicUrl) {
    lines.push({
      area,
      level: 'warning',
      what: 'Attachments are served from the same host as the app.',
      todo: 'Set FILES_URL to another host name, so that no file ever shares an origin with a cookie.',
    });
  }
  return lines.length > 0 ? lines : [{ area, level: 'ok', what: 'The settings fit together.' }];
}
