import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

export const shell = {
  opening: 'Opening Mailtrail',
  loadingScreen: 'Loading…',
  skip: 'Skip to content',
  mainNavigation: 'Main',
  unread: (n: number) => plural(n, { one: '# new', other: '# new' }),
  feed: 'Feed',
  contacts: 'Contacts',
  companies: 'Companies',
  withoutContact: 'Needs a contact',
  testTracking: 'Test tracking',
  mailboxes: 'Mailboxes',
  neverLogged: 'Never logged',
  users: 'Users',
  privacy: 'Privacy',
  openSandbox: 'Open the sandbox’s Outlook',
  signOut: 'Sign out',
  language: 'Language',
  automaticLanguage: 'As this browser is set',
  languageHint: 'Holds for Outlook too, and for notifications.',
  reconnecting: 'The connection broke. Trying again; nothing is lost meanwhile.',
  outOfDate: 'The server did not answer just now: what is shown may be out of date. Trying again.',
  screenFailed: 'This page could not be shown. Check your connection and try again.',
};
