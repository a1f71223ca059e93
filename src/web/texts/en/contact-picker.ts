export const contactPicker = {
  search: 'Search contacts',
  placeholder: 'Name, company or address',
  contacts: 'Contacts',
  noAddress: 'no address',
  none: 'Nobody is found.',
};
