export const withoutContact = {
  title: 'Needs a contact',
  about: 'Mail that was logged and on which nobody is a contact.',
  loading: 'Loading mail without a contact',
  nothing: 'Nothing waits',
  nothingWhy: 'Every logged mail stands on somebody’s record.',
  makeContact: (name: string) => `Make ${name} a contact`,
  choose: 'Choose a contact …',
  whose: (address: string) => `Whose address is ${address}?`,
  whoseAbout: 'The contact is known by this address from then on, and gets what else was kept of it.',
};
