import type { RecipientReason, Standing } from '../../core/policy/types';

/** Every word the pane shows. One catalogue per language; the others have the type of this one. */
export const english = {
  language: 'en',
  appName: 'Mailtrail',
  tabs: { mail: 'This mail', activity: 'Activity' },
  loading: 'Loading…',
  tryAgain: 'Try again',
  signIn: {
    title: 'Sign in to Mailtrail',
    why: 'Outlook could not sign you in by itself.',
    button: 'Sign in',
    busy: 'Signing in…',
    failed: 'Signing in did not work. Your mail goes out as usual, without tracking.',
  },
  failure: {
    offline: 'Mailtrail can’t be reached. Your mail goes out as usual; what the pane shows may be old.',
    signedOut: 'Your sign-in has ended.',
    refused: 'Mailtrail refused this.',
    broken: 'Mailtrail answered in a way this pane does not understand. Close and reopen the pane.',
    outlook: 'Outlook did not answer. Close and reopen the pane.',
  },
  noMail: 'Select a mail to see who is on it and what came of it.',
  notMail: 'Meeting requests are neither tracked nor logged.',
  compose: {
    track: 'Track',
    trackHint: 'Learn when this mail is opened and its links are clicked',
    log: 'Log',
    logHint: 'Keep a copy with its attachments on the contacts’ records',
    switchFailed: 'Outlook did not keep this setting. Try again.',
    people: 'On this mail',
    noPeople: 'Add recipients to see who they are.',
    asking: 'Looking up recipients…',
    onSend: 'On Send',
  },
  send: {
    nobody: 'Nothing yet: there are no recipients.',
    nothing: 'This mail goes out as it is: not tracked, not logged.',
    imageAndLinks: (tracked: number, total: number) =>
      `Tracked: opens and ${tracked} of ${total} ${total === 1 ? 'link' : 'links'}.`,
    imageOnly: 'Tracked: opens only.',
    linksOnly: (tracked: number, total: number) =>
      `Tracked: ${tracked} of ${total} ${total === 1 ? 'link' : 'links'}, no opens.`,
    notTracked: 'Not tracked.',
    logged: 'Logged with its attachments.',
    notLogged: 'Not logged.',
    named: (who: string) => `Opens will show ${who}’s name.`,
    someone: (count: number, who: string) =>
      `Opens will say “Someone”: ${count} recipients share one image. To see a name, leave only one recipient (${who} prevents it now).`,
    someoneBecause: (who: string, cause: string) =>
      `Opens will say “Someone”, because ${who} (${cause}) is on the mail too.`,
    plainText:
      'This mail is plain text, so it is never changed and can’t be tracked. Switch the format to HTML to track it.',
  },
  limits: {
    client: 'This Outlook can’t change a mail while sending it.',
    inlinePictures:
      'A picture in the text could get lost in this Outlook if the mail were changed, so links stay as they are.',
    tooLong: 'The mail is too long to be changed safely.',
    noTicket: 'Mailtrail has not prepared this mail yet. Check your connection.',
    bodyUnread: 'Outlook did not hand over the text.',
    embedFailed: 'The text of this mail could not be read safely.',
  },
  codes: {
    plainText: 'plain text is never changed',
    private: 'the mail is marked private',
    encrypted: 'the mail is encrypted',
    meeting: 'meeting requests are left alone',
    allColleagues: 'all recipients are colleagues',
    noRecipients: 'there are no recipients',
    accountOff: 'your company has turned this off',
    objected: (who: string) => `${who} objected to tracking`,
    neverLogged: (who: string) => `${who} is on the never-log list`,
    noTracking: (who: string) => `${who} is set to “no tracking”`,
    freeSeat: 'tracking links needs a paid seat',
    switchedOff: 'you switched it off for this mail',
    defaultOff: 'it is off in your settings',
    policyMissing: 'Mailtrail’s settings are not loaded yet',
    policyStale: 'Mailtrail’s settings are more than 15 minutes old',
    recipientUnknown: (who: string) => `${who} has not been looked up yet`,
  },
  subjects: { image: 'No opens', links: 'No links', log: 'Not logged', tracking: 'Not tracked' },
  standings: {
    known: 'Contact',
    new: 'New',
    noBasis: 'No basis',
    objected: 'Objected',
    neverLogged: 'Never logged',
    colleague: 'Colleague',
    list: 'List',
    noTracking: 'No tracking',
  } satisfies Record<Standing, string>,
  unknownStanding: 'Not looked up',
  reasons: {
    knownContact: 'A contact of yours.',
    notYetContact: 'Not a contact yet.',
    noLegalBasis: 'No legal basis is recorded: opens and clicks show as “Someone”.',
    objection: 'Has objected to tracking.',
    consentWithdrawn: 'Has withdrawn consent to tracking.',
    neverLogList: 'Stands on the never-log list: nothing is kept about this mail.',
    ownCompany: 'A colleague: not tracked, no record.',
    ownAddress: 'Your own address.',
    mailingList: 'A mailing list: opens have no name.',
    noReplyAddress: 'A no-reply address: never made a contact.',
    crmDropbox: 'Your CRM’s dropbox.',
    contactNoTracking: 'This contact is set to “no tracking”.',
    contactNoLinks: 'Links to this contact are not tracked.',
    addressNoTracking: 'This address is set to “no tracking”.',
    addressNoLinks: 'Links to this address are not tracked.',
    domainNoTracking: 'Mail to this domain is set to “no tracking”.',
    domainNoLinks: 'Links to this domain are not tracked.',
  } satisfies Record<RecipientReason, string>,
  causes: {
    ownAddress: 'your own address',
    crmDropbox: 'your CRM’s dropbox',
    mailingList: 'a mailing list',
    other: 'another recipient',
  },
  read: {
    contacts: 'Contacts',
    nobody: 'Nobody on this mail is a contact yet.',
    create: (who: string) => `Add ${who} as a contact`,
    created: (who: string) => `${who} is a contact now.`,
    conversation: 'Tracked and logged in this conversation',
    nothingKnown:
      'Mailtrail knows nothing of this conversation. Mail you send with Track or Log on shows up here.',
    timeline: 'Timeline',
    showTimeline: (who: string) => `Show ${who}’s timeline`,
    hideTimeline: 'Hide timeline',
    emptyTimeline: 'Nothing on this timeline yet.',
    lastActivity: (when: string) => `Last activity ${when}`,
    never: 'No activity yet',
  },
  message: {
    states: {
      sending: 'Sending',
      'sent-reported': 'Sent (reported)',
      sent: 'Sent',
      received: 'Received',
      'not-confirmed': 'Not confirmed',
      undone: 'Undone',
    },
    tracked: (image: boolean, links: number, total: number) =>
      image
        ? links > 0
          ? `Tracked: image + ${links} of ${total} links`
          : 'Tracked: image'
        : links > 0
          ? `Tracked: ${links} of ${total} links`
          : 'Not tracked',
    opens: (n: number) => (n === 1 ? '1 open' : n === 0 ? 'No open seen' : `${n} opens`),
    opensHint:
      'How often the image loaded and was judged a person’s doing. A preview counts too; an open that was not seen proves nothing.',
    clicks: (n: number) => (n === 1 ? '1 click' : n === 0 ? 'No click seen' : `${n} clicks`),
    replies: (n: number) => (n === 1 ? '1 reply' : n === 0 ? 'No reply seen' : `${n} replies`),
    noEvents: 'Nothing seen yet. That does not mean it was not read.',
    delivery: { failed: 'Not delivered', delayed: 'Delayed', complaint: 'Complaint' },
    attachments: (n: number) => (n === 1 ? '1 attachment' : `${n} attachments`),
    noSubject: '(no subject)',
  },
  someone: 'Someone',
  events: {
    sent: (who: string) => `Sent${who ? ` by ${who}` : ''}`,
    open: (who: string) => `${who} opened`,
    click: (who: string) => `${who} clicked`,
    reply: (who: string) => `${who} replied`,
    'auto-reply': (who: string) => `${who} is away`,
    bounce: (who: string) => `Not delivered to ${who}`,
    receipt: (who: string) => `${who} sent a receipt`,
    calendar: (who: string) => `${who} answered an invitation`,
    logged: () => 'Logged',
    retracted: () => 'Taken back',
  },
  inferred: 'inferred',
  historic: 'from a look back',
  retracted: 'taken back',
  feed: {
    live: 'Live',
    notLive: 'Not live: trying to reconnect',
    empty: 'Opens, clicks and replies to your mail show up here the moment they happen.',
    more: 'Show earlier',
  },
};

export type Texts = typeof english;

/** The catalogue for Outlook's display language ("pl-PL"); English where there is none. */
export const textsFor = (_displayLanguage: string): Texts => english;
