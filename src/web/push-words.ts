import { pickLanguage } from '../core/texts';
import { NEUTRAL } from './texts/neutral';

/** What the service worker reads. Small by hand: a schema library would be most of its size. */
export interface Words {
  title: string;
  body: string;
  path: string;
  takenBack: boolean;
}

/** For whoever is signed out, and where the server cannot be reached; in the browser's own language (BCP 47, best first). */
export const neutralWords = (preferred: readonly string[]): Words => ({
  ...NEUTRAL[pickLanguage(preferred)],
  path: '/',
  takenBack: false,
});

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** The notice's id in a push; undefined: nothing of ours. */
export function readPush(text: string): string | undefined {
  try {
    const { notice } = fieldsOf(JSON.parse(text));
    return typeof notice === 'string' && /^[0-9a-f-]{36}$/.test(notice) ? notice : undefined;
  } catch {
    return undefined;
  }
}

/** The server's answer about a notice; its path stays on this origin. */
export function readWords(answer: unknown): Words | undefined {
  const { title, body, path, takenBack } = fieldsOf(answer);
  if (typeof title !== 'string' || typeof body !== 'string' || typeof path !== 'string') return undefined;
  if (!/^\/(?![/\\])/.test(path)) return undefined;
  return { title, body, path, takenBack: takenBack === true };
}
