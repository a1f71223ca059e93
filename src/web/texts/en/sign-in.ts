export const signIn = {
  title: 'Sign in',
  what: 'See who reads, clicks and answers the mail you send from Outlook, with every message on your contact’s record.',
  button: 'Sign in with Microsoft',
  failures: {
    'too-late': 'The sign-in took too long or was begun elsewhere.',
    declined: 'You did not consent, so nobody was signed in.',
    unreachable: 'Microsoft cannot be reached. Try again in a minute.',
    'wrong-token':
      'Microsoft let you in, but not for Mailtrail. Whoever runs this server finds the reason in its log.',
    refused: 'Microsoft did not let the sign-in through. Try again.',
  },
  ended: 'You have been signed out',
  endedAbout: 'Your session has ended. Sign in again to go on where you are; what was not saved yet is lost.',
};
