import { useSyncExternalStore } from 'react';
import { loadPiece } from '../core/pieces';
import { LANGUAGES } from '../core/texts';
import type { LanguageChoice } from '../core/api/app';
import { locale, onSpeak, speak } from './texts';

/** A copy of the person's choice, so that the next visit begins in their language before the server has answered. */
const KEPT = 'mailtrail.language';

export const isLanguageChoice = (text: unknown): text is LanguageChoice =>
  text === 'automatic' || LANGUAGES.some((one) => one === text);

/** What was last known in this browser; undefined: nothing yet. */
export function keptChoice(): LanguageChoice | undefined {
  try {
    const kept = localStorage.getItem(KEPT);
    return isLanguageChoice(kept) ? kept : undefined;
  } catch {
    // A browser that keeps nothing for sites.
    return undefined;
  }
}

function keep(choice: LanguageChoice): void {
  try {
    localStorage.setItem(KEPT, choice);
  } catch {
    // Then the choice is known once the server has answered.
  }
}

let chosen: LanguageChoice = keptChoice() ?? 'automatic';

/**
 * The app speaks as chosen from here on, on the next visit too; undefined: as was last known here. Rejects where the words
 * cannot be loaded; then it goes on as before.
 */
export async function speakAsChosen(choice?: LanguageChoice): Promise<void> {
  const before = chosen;
  chosen = choice ?? keptChoice() ?? 'automatic';
  try {
    await speak(chosen === 'automatic' ? navigator.languages : [chosen, ...navigator.languages], (load) =>
      loadPiece(load, window),
    );
  } catch (error) {
    chosen = before;
    throw error;
  }
  if (choice !== undefined) keep(choice);
}

/** Draws anew when the app speaks another language. */
export const useLanguage = (): string => useSyncExternalStore(onSpeak, () => locale);

/** What the person has chosen. */
export const useLanguageChoice = (): LanguageChoice => useSyncExternalStore(onSpeak, () => chosen);
