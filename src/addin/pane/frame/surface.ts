import { readOffice, readText } from '../../office';

/** Outlook on a phone: a reading surface without compose, half a screen tall. */
export function isPhone(): boolean {
  const platform = readOffice(() => Office.context.platform, readText);
  return platform.ok && (platform.value === 'iOS' || platform.value === 'Android');
}
