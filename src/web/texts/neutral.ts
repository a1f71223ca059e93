import type { Language } from '../../core/texts';

/** What a notification says to whoever is signed out, and a page whose own words cannot be loaded, in all languages. */
export const NEUTRAL: Record<Language, { title: string; body: string; notLoaded: string }> = {
  en: {
    title: 'Something new in Mailtrail',
    body: 'Open Mailtrail to see it.',
    notLoaded: 'Mailtrail could not be loaded. Check your connection and reload this page.',
  },
  pl: {
    title: 'Coś nowego w Mailtrail',
    body: 'Otwórz Mailtrail, aby to zobaczyć.',
    notLoaded: 'Nie można wczytać Mailtrail. Sprawdź połączenie i odśwież tę stronę.',
  },
  de: {
    title: 'Neuigkeiten in Mailtrail',
    body: 'Öffnen Sie Mailtrail, um sie zu sehen.',
    notLoaded:
      'Mailtrail konnte nicht geladen werden. Überprüfen Sie Ihre Verbindung, und laden Sie diese Seite neu.',
  },
};
