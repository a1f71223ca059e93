export const consent = {
  title: 'What Mailtrail asks Microsoft for',
  about:
    'Each permission serves one thing, and is asked for when that is turned on. Without it all else works.',
  forYou: 'For you',
  forYouAbout:
    'The first time you sign in, Microsoft asks you whether Mailtrail may know who you are. Where your organisation lets only administrators consent, it says so: then pass this page on.',
  signIn: 'Sign in with Microsoft',
  forAdmin: 'For your administrator',
  forAdminAbout:
    'An administrator can consent for everybody at once, so that nobody is asked. That covers signing in, and nothing that reads or sends mail.',
  adminConsent: 'Consent for the organisation',
  granted: 'The organisation has consented: nobody is asked at sign-in any more.',
  refused:
    'The consent was not given, so nothing was changed. People are asked one by one, where the organisation lets them.',
  permission: 'Permission',
  purpose: 'What it is for',
  when: 'When it is asked for',
  without: 'Without it',
  table: {
    signIn: {
      purpose: 'Knowing who you are, in Outlook and here',
      when: 'At the first sign-in',
      without: 'You cannot sign in',
    },
    profile: {
      purpose: 'Your name and address, as Microsoft has them',
      when: 'At the first sign-in, and with your mailbox',
      without: 'You cannot sign in',
    },
    read: {
      purpose: 'Finding replies and sent copies in your mailbox; it only reads',
      when: 'When you connect your mailbox',
      without: 'Opens and clicks are told all the same; replies and logging are missing',
    },
    readAll: {
      purpose: 'The same for mailboxes that an administrator names, with no question to their owners',
      when: 'Granted by an Exchange administrator (RBAC), limited to a group',
      without: 'Each owner consents, or the pane looks while it is open',
    },
    send: {
      purpose: 'Writing mail from a record, and sending to each apart',
      when: 'When you send that way for the first time',
      without: 'You send from Outlook; everything else works',
    },
    offline: {
      purpose: 'Doing so while you are not signed in',
      when: 'With either of the two above',
      without: 'Only while you are signed in, which finds no replies at night',
    },
    draft: {
      purpose: 'Sending files too large for one request, by way of a draft',
      when: 'When you send such files from a record',
      without: 'Files of up to 3 MB',
    },
    append: {
      purpose: 'Putting the image in as the mail leaves, without touching what is written',
      when: 'When an administrator deploys the add-in',
      without: 'The image is written into the text, where Outlook bears that',
    },
    item: {
      purpose:
        'The mail that you read or write in Outlook: to put the image and links in, and to show its record',
      when: 'When an administrator deploys the add-in',
      without: 'There is no add-in',
    },
  },
  refusedTitle: 'You cannot sign in yet',
  unknownTenant:
    'Your organisation is not set up on this server. Whoever runs it sets it up with one command; then sign in again.',
  command: 'Command for whoever runs the server',
  userDisabled: 'Your Mailtrail user is disabled. Ask your administrator.',
  needsConsent: 'Your organisation lets only administrators consent to Mailtrail. Send them this page.',
  whatIsAsked: 'What Mailtrail asks for, and why',
};
