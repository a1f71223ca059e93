import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

/** One message: its text and files, what was put into it, and what may be done with its log. */
export const message = {
  title: 'Message',
  loading: 'Loading the message',
  states: {
    sending: 'Sending',
    'sent-reported': 'Sent (reported)',
    sent: 'Sent',
    'not-confirmed': 'Not confirmed',
    undone: 'Undone',
  },
  stateHelp: {
    sending: 'Outlook is sending it; the sent copy has not been seen yet.',
    'sent-reported': 'The add-in reported it; the copy in Sent Items has not been seen yet.',
    sent: 'Proven by the copy in Sent Items.',
    'not-confirmed':
      'No copy, hit or reply was seen within seven days: it stands on no timeline until one is.',
    undone: 'The log was undone.',
  },
  kinds: {
    reply: 'Reply',
    new: 'New mail',
    'auto-reply': 'Automatic reply',
    'auto-generated': 'Generated',
    bounce: 'Not delivered',
    receipt: 'Receipt',
    calendar: 'Calendar',
  },
  toPeople: (people: string) => `To ${people}`,
  inMarketing: 'In Marketing',
  morePeople: (n: number) => plural(n, { one: '# other', other: '# others' }),
  fromPerson: (person: string) => `From ${person}`,
  alsoOn: 'Also on the record of:',
  attachments: 'Attachments',
  earlierNotShown: 'What happened earlier is not shown.',
  whatHappened: 'What happened',
  whyNotAll: 'Why not everything is tracked',
  trackingUnproven: 'Tracking: not confirmed yet',
  notTracked: 'Not tracked',
  tracked: (image: boolean) => `Tracked: ${image ? 'image' : 'no image'}`,
  trackedLinks: (image: boolean, tracked: number, total: number) =>
    `Tracked: ${image ? 'image' : 'no image'} + ${tracked} of ${plural(total, { one: '# link', other: '# links' })}`,
  sameId: 'Same id as another mail',
  sameIdHelp:
    'Another mail bears the same Message-ID, from somebody else or of another day. One of the two is not what it says.',
  test: 'Test, not counted',
  testHelp: 'A test with yourself: what asks for it is shown with its verdict and counts nowhere.',
  noMachineSigns: 'No sign of a machine',
  opensHelp: 'A preview pane cannot be told from reading and counts as an open.',
  opens: (n: number) => plural(n, { one: '# open', other: '# opens' }),
  clicks: (n: number) => plural(n, { one: '# click', other: '# clicks' }),
  replies: (n: number) => plural(n, { one: '# reply', other: '# replies' }),
  noReasonGiven: 'The mail system gave no reason.',
  delivery: {
    failed: (who: string) => `Not delivered to ${who}`,
    delayed: (who: string) => `Delayed on the way to ${who}`,
    complaint: (who: string) => `Complaint by ${who}`,
  },
  beingCopied: 'being copied',
  notCopied: (why: string) => `Not copied: ${why}`,
  copyAgain: (file: string) => `Copy ${file} again`,
  loadingText: 'Loading the text',
  picturesNotLoaded: (n: number) =>
    plural(n, {
      one: '# picture is not loaded, so that nobody learns you are reading.',
      other: '# pictures are not loaded, so that nobody learns you are reading.',
    }),
  showPictures: 'Show pictures',
  textOf: (subject: string) => `Text of “${subject}”`,
  quotedTextOf: (subject: string) => `Quoted text of “${subject}”`,
  hideQuoted: 'Hide quoted text',
  showQuoted: 'Show quoted text',
  mute: 'No notifications about this message',
  whyNothing: 'Why do I see nothing?',
  looking: 'Looking',
  privacyLinksOfRecipients: 'Privacy links of the recipients',
  privacyLinks: 'Privacy links',
  privacyLinksAbout:
    'Whoever opens their link sees what this mail carries and what was recorded under their name, and can object to tracking. Give each link to its recipient alone.',
  loadingLinks: 'Loading the links',
  copyLinkOf: (address: string) => `Copy the link of ${address}`,
};
