export const testTracking = {
  title: 'Test tracking',
  subject: 'Test of tracking',
  about:
    'Send a mail to yourself and see everything that asks for its image and its links, what it was judged to be, and why. Nothing of it counts anywhere, and nobody is notified.',
  stepWrite: 'Write a mail to your own address, and to nobody else. Put a link into it.',
  stepSend: 'In the Mailtrail pane beside it, switch “Track as a test” on, and send it.',
  stepOpen: 'Open it wherever you like. What asks for it shows below within seconds.',
  write: 'Write a test mail in Outlook',
  loading: 'Loading your tests',
  none: 'No test has been sent yet. It shows here as soon as it was.',
  latest: 'The latest:',
  earlier: 'Earlier tests',
};
