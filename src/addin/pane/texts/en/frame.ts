/** What surrounds the views: tabs, sign-in, the feed, what goes wrong. */
export const frame = {
  tabs: { mail: 'This mail', activity: 'Activity', settings: 'Settings' },
  starting: 'Opening Mailtrail…',
  loadAgain: 'Load again',
  pieceFailed: 'This part of Mailtrail could not be loaded.',
  loading: 'Loading…',
  tryAgain: 'Try again',
  signIn: {
    why: 'Outlook could not sign you in by itself.',
    silent: 'Microsoft’s sign-in does not answer. It is tried again by itself, or sign in here.',
    button: 'Sign in',
    busy: 'Signing in…',
    failed: 'Signing in did not work. Your mail goes out as usual, without tracking.',
    refused: (why: string) => `Mailtrail did not let you in. ${why}`,
    left: 'You signed out. Your mail goes out as usual, without tracking.',
    leftUntold:
      'You signed out here, but Mailtrail could not be told. Sign in and out again once it can be reached, so that Outlook is signed out everywhere.',
  },
  watch: {
    asked: 'You chose to have your mailbox watched while this pane is open. Microsoft wants your word once.',
    allow: 'Let this pane read my mail',
    failing: 'Your mailbox could not be looked through just now. It is tried again in two minutes.',
  },
  failure: {
    offline: 'Mailtrail can’t be reached. Your mail goes out as usual; what the pane shows may be old.',
    signedOut: 'Your sign-in has ended.',
    noSignIn: 'Microsoft’s sign-in does not answer.',
    refused: 'Mailtrail refused this.',
    forbidden: 'You have no permission for this.',
    broken: 'Mailtrail answered in a way this pane does not understand. Close and reopen the pane.',
    outlook: 'Outlook did not answer. Close and reopen the pane.',
  },
  offline: {
    since: (when: string) =>
      `Mailtrail has not been reached since ${when}. What you see may be old. Your mail goes out as usual.`,
    tryNow: 'Try now',
    trying: 'Trying…',
    back: 'Mailtrail is reached again.',
    close: 'Close',
    notLoaded: 'Not loaded: it shows here once Mailtrail can be reached again.',
  },
  phone: 'Mail that you send from a phone is not tracked.',
  noMail: 'Select a mail to see who is on it and what came of it.',
  notMail: 'Meeting requests are neither tracked nor logged.',
  someone: 'Someone',
  /** A text of somebody else's, in quotation marks. */
  quoted: (text: string) => `“${text}”`,
  feed: {
    live: 'Live',
    notLive: 'Not live: trying to reconnect',
    empty: 'Opens, clicks and replies to your mail show up here the moment they happen.',
    more: 'Show earlier',
  },
};
