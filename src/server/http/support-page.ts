import { pickLanguage, type RecipientLanguage } from '../privacy/recipient-texts';

interface Words {
  title: string;
  about: string;
  own: string;
  ownLink: string;
  admin: string;
}

const WORDS: Record<RecipientLanguage, Words> = {
  en: {
    title: 'Help with Mailtrail',
    about:
      'Mailtrail runs on a server of your own company. Help comes from whoever looks after it there: ask your administrator.',
    own: 'Opens or clicks that you miss, a mailbox that is not watched, your switches for Outlook:',
    ownLink: 'open Mailtrail in the browser',
    admin:
      'Administrators find what is wrong, with what to do, under Settings, Deployment and Mailboxes, and by the command “mailtrail doctor”.',
  },
  pl: {
    title: 'Pomoc dla Mailtrail',
    about:
      'Mailtrail działa na serwerze Twojej firmy. Pomaga osoba, która się nim tam opiekuje: zapytaj administratora.',
    own: 'Brak otwarć lub kliknięć, nieobserwowana skrzynka, Twoje przełączniki w Outlooku:',
    ownLink: 'otwórz Mailtrail w przeglądarce',
    admin:
      'Administratorzy zobaczą, co nie działa i co zrobić, w Ustawieniach, Wdrożeniu i Skrzynkach oraz poleceniem „mailtrail doctor”.',
  },
  de: {
    title: 'Hilfe zu Mailtrail',
    about:
      'Mailtrail läuft auf einem Server Ihres Unternehmens. Hilfe gibt, wer ihn dort betreut: Fragen Sie Ihren Administrator.',
    own: 'Öffnungen oder Klicks, die fehlen, ein Postfach, das nicht beobachtet wird, Ihre Schalter für Outlook:',
    ownLink: 'Mailtrail im Browser öffnen',
    admin:
      'Administratoren finden unter Einstellungen, Bereitstellung und Postfächer sowie mit dem Befehl „mailtrail doctor“, was nicht stimmt und was zu tun ist.',
  },
};

/** What runs on the page: nothing. */
export const SUPPORT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The page that Microsoft 365 names as the add-in's support (the manifest's `SupportUrl`). */
export function supportPage(acceptLanguage: string | undefined): string {
  const language = pickLanguage(undefined, acceptLanguage);
  const words = WORDS[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.55 system-ui, 'Segoe UI', sans-serif; margin: 0 auto; max-width: 42rem; padding: 1.5rem 1.25rem 4rem; }
</style>
</head>
<body>
<main>
<h1>${words.title}</h1>
<p>${words.about}</p>
<p>${words.own} <a href="/">${words.ownLink}</a>.</p>
<p>${words.admin}</p>
</main>
</body>
</html>
`;
}
