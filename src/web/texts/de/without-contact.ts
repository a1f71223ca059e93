import type { Texts } from '../en';

export const withoutContact: Texts['withoutContact'] = {
  title: 'Ohne Kontakt',
  about: 'Protokollierte E-Mails, an denen kein Kontakt beteiligt ist.',
  loading: 'E-Mails ohne Kontakt werden geladen',
  nothing: 'Nichts wartet',
  nothingWhy: 'Jede protokollierte E-Mail liegt bei einem Kontakt.',
  makeContact: (name) => `${name} als Kontakt anlegen`,
  choose: 'Kontakt auswählen …',
  whose: (address) => `Wem gehört die Adresse ${address}?`,
  whoseAbout:
    'Der Kontakt ist von da an unter dieser Adresse bekannt und erhält auch, was sonst von ihr aufbewahrt wurde.',
};
