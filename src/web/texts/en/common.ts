import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

/** What many screens say. */
export const common = {
  justNow: 'just now',
  tryAgain: 'Try again',
  didNotWork: 'That did not work',
  noPermission: 'You have no permission for this',
  loading: (what: string) => `Loading: ${what}`,
  loadingMore: 'Loading …',
  showEarlier: 'Show earlier',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  saving: 'Saving …',
  saved: 'Saved',
  discard: 'Discard',
  add: 'Add',
  remove: 'Remove',
  removeOne: (what: string) => `Remove ${what}`,
  undo: 'Undo',
  done: 'Done',
  copy: 'Copy',
  from: 'From',
  to: 'To',
  noSubject: '(no subject)',
  mails: (n: number) => plural(n, { one: '# mail', other: '# mails' }),
  contacts: (n: number) => plural(n, { one: '# contact', other: '# contacts' }),
  offline: 'The server cannot be reached. Check your connection and try again.',
  serverSays: (status: number) => `The server answered ${status}. Try again.`,
  newer: 'The server has been updated. Reload this page.',
  unknown: 'Something unexpected happened in this page. Reload it, and try again.',
};
