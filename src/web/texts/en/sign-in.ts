export const signIn = {
  title: 'Sign in',
  what: 'See who reads, clicks and answers the mail you send from Outlook, with every message on your contact’s record.',
  button: 'Sign in with Microsoft',
  ended: 'You have been signed out',
  endedAbout: 'Your session has ended. Sign in again to go on where you are; what was not saved yet is lost.',
};
