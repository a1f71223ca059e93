import type { Texts } from '../en';

export const contactPicker: Texts['contactPicker'] = {
  search: 'Kontakte suchen',
  placeholder: 'Name, Firma oder Adresse',
  contacts: 'Kontakte',
  noAddress: 'keine Adresse',
  none: 'Niemand gefunden.',
};
