import type { Texts } from '../en';

/** Der Reiter „Schreiben“ einer Marketing-Nachricht. */
export const marketingWrite: Texts['marketingWrite'] = {
  subject: 'Betreff',
  loadAgain: 'Fassung der anderen laden',
  saving: { saved: 'Gespeichert', waiting: 'Noch nicht gespeichert', saving: 'Wird gespeichert …' },
};
