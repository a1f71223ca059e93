export const home = {
  title: 'Feed',
  nothingYet: 'Nothing has happened yet',
  howToBegin:
    'Send a mail from Outlook with Track on. When somebody opens it, clicks a link or answers, it shows here within a second.',
};
