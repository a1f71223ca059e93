import type { Texts } from '../en';

/** Karta „Treść” wiadomości marketingowej. */
export const marketingWrite: Texts['marketingWrite'] = {
  subject: 'Temat',
  loadAgain: 'Wczytaj nowszą wersję',
  saving: { saved: 'Zapisano', waiting: 'Jeszcze nie zapisano', saving: 'Zapisywanie…' },
};
