/** The words of the footer, in the language of the mail. They stand in people's mail, so in more languages than the app's. */
interface FooterWords {
  unsubscribe: string;
  preferences: string;
  webView: string;
}

const WORDS: Record<string, FooterWords> = {
  en: { unsubscribe: 'Unsubscribe', preferences: 'Choose what you get', webView: 'View in browser' },
  de: { unsubscribe: 'Abmelden', preferences: 'Einstellungen', webView: 'Im Browser ansehen' },
  pl: { unsubscribe: 'Wypisz się', preferences: 'Wybierz, co dostajesz', webView: 'Zobacz w przeglądarce' },
  fr: { unsubscribe: 'Se désabonner', preferences: 'Vos préférences', webView: 'Voir dans le navigateur' },
  es: { unsubscribe: 'Darse de baja', preferences: 'Preferencias', webView: 'Ver en el navegador' },
  it: { unsubscribe: 'Annulla l’iscrizione', preferences: 'Preferenze', webView: 'Apri nel browser' },
  nl: { unsubscribe: 'Afmelden', preferences: 'Voorkeuren', webView: 'Bekijk in browser' },
  cs: { unsubscribe: 'Odhlásit odběr', preferences: 'Předvolby', webView: 'Zobrazit v prohlížeči' },
};

/** By BCP 47; English where the language is not among them. */
export const footerWords = (lang: string): FooterWords =>
  WORDS[lang.split('-')[0] ?? ''] ?? {
    unsubscribe: 'Unsubscribe',
    preferences: 'Choose what you get',
    webView: 'View in browser',
  };
