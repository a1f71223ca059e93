import type { Texts } from '../en';

export const contactPicker: Texts['contactPicker'] = {
  search: 'Szukaj kontaktów',
  placeholder: 'Imię i nazwisko, firma lub adres',
  contacts: 'Kontakty',
  noAddress: 'brak adresu',
  none: 'Nikogo nie znaleziono.',
};
