import type { Basis } from '../../../../core/api';
import type { LogRefusal } from '../../../../core/api/logs';
import { pluralIn } from '../../../../core/texts';

const plural = pluralIn('en');

/** A mail being read: who is on it, its log, and what came of the conversation. */
export const read = {
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
    showDetails: 'Details',
    hideDetails: 'Fewer details',
    addresses: 'Addresses',
    phone: 'Phone',
    owner: 'Owner',
    objected: (when: string) => `Objected to tracking, ${when}`,
    withdrawn: 'Consent withdrawn',
    noLinks: 'No tracked links',
    departed: 'Has left the company',
    erasing: 'Being erased',
    earlier: 'Show earlier',
    name: 'Name',
    company: 'Company',
    kept: (n: number) =>
      plural(n, {
        one: '# mail that was kept comes onto the record.',
        other: '# mails that were kept come onto the record.',
      }),
    make: 'Create the contact',
    cancel: 'Cancel',
  },
  basis: {
    label: 'Legal basis for tracking',
    names: {
      'legitimate-interest': 'Legitimate interest',
      'consent-given': 'Consent given',
      'consent-withdrawn': 'Consent withdrawn',
      contract: 'Contract',
      'not-applicable': 'Not applicable',
      none: 'None recorded',
    } satisfies Record<Basis, string>,
    /** Kept with the basis as where it comes from. */
    source: 'Set in Outlook',
    kept: 'Recorded.',
    undo: 'Undo',
  },
  hits: {
    show: 'Loads and clicks, one by one',
    hide: 'Hide loads and clicks',
    title: 'Loads and clicks',
    none: 'Nothing has asked for the image or a link yet.',
    possiblyForwarded:
      'Possibly forwarded: it was opened in different programs on unrelated networks. It may as well be one person at two places.',
    olderKept: 'Older ones are kept, not shown.',
    you: 'You',
    colleague: 'A colleague',
    why: 'Why',
    whatWasIt: 'What was it?',
    saidSo: (who: string, when: string) => `${who} said so, ${when}`,
    verdicts: {
      person: 'A person',
      machine: 'A machine',
      self: 'Not counted',
      unsure: 'Not sure',
      waiting: 'Being judged',
    },
  },
  log: {
    title: 'On the record',
    button: 'Log this mail',
    again: 'Log it again',
    records: 'On the records of',
    files: 'With these files',
    loggedOn: (names: readonly string[]) => `Logged on ${names.join(', ')}.`,
    onNobody: 'Logged, but on nobody’s record yet: it waits under “Needs a contact”.',
    nobody: 'Nobody on this mail is a contact yet. Logged all the same, it waits under “Needs a contact”.',
    undo: 'Undo the log',
    undone: 'The log of this mail was undone: its text and files are not in Mailtrail.',
    moveFrom: (who: string) => `Move from ${who}’s record …`,
    moveBack: 'Move it back',
    waiting: 'Being logged…',
    waitsForPane: 'This mail waits for Outlook to hand it over.',
    noMailbox: 'Connect your mailbox under “Mailboxes” in Mailtrail to log mail from here.',
    notHanded: {
      'not-found': 'Your mailbox did not hand this mail over: it is no longer there.',
      'too-large':
        'This mail is larger than 220 MB: this pane cannot hand it over. Connect your mailbox by your own consent to log it.',
      'not-allowed': 'Microsoft did not let this pane read your mail.',
      failed: 'Your mailbox did not answer.',
    },
    refused: {
      private: 'Not logged: the mail is marked private.',
      encrypted: 'Not logged: the mail is encrypted.',
      'never-logged': 'Not logged: somebody on this mail is on the never-log list.',
      colleagues: 'Not logged: everybody on this mail is a colleague.',
      'sent-by-colleague': 'Not logged: a colleague sent this mail, and it is logged from their mailbox.',
      scanning:
        'Not logged yet: Microsoft is still scanning its files. Try again in some minutes, or log it with all files.',
      unavailable: 'Not logged: Microsoft did not give the mail out. Try again later.',
      'not-found': 'Not logged: the mail was not found in a connected mailbox of yours.',
    } satisfies Record<LogRefusal, string>,
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
    trackingUnproven: 'Tracking: not confirmed yet',
    opens: (n: number) => (n === 0 ? 'No open seen' : plural(n, { one: '# open', other: '# opens' })),
    opensHint:
      'How often the image loaded and was judged a person’s doing. A preview counts too; an open that was not seen proves nothing.',
    clicks: (n: number) => (n === 0 ? 'No click seen' : plural(n, { one: '# click', other: '# clicks' })),
    replies: (n: number) => (n === 0 ? 'No reply seen' : plural(n, { one: '# reply', other: '# replies' })),
    noEvents: 'Nothing seen yet. That does not mean it was not read.',
    delivery: { failed: 'Not delivered', delayed: 'Delayed', complaint: 'Complaint' },
    attachments: (n: number) => plural(n, { one: '# attachment', other: '# attachments' }),
    noSubject: '(no subject)',
  },
};
