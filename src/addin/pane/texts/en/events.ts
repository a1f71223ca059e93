/** What happened, in one line each. `who`: a name, or "Someone"; "" for what is nobody's doing. */
export const events = {
  events: {
    sent: (who: string) => (who === '' ? 'Sent' : `Sent by ${who}`),
    open: (who: string) => `${who} opened`,
    click: (who: string) => `${who} clicked`,
    reply: (who: string) => `${who} replied`,
    'auto-reply': (who: string) => `${who} is away`,
    bounce: (who: string) => `Not delivered to ${who}`,
    receipt: (who: string) => `${who} sent a receipt`,
    calendar: (who: string) => `${who} answered an invitation`,
    logged: () => 'Logged',
    'not-confirmed': () => 'Not confirmed: no copy, hit or answer was seen within seven days',
    retracted: () => 'Taken back',
    reminder: () => 'No reply yet',
    workflow: (who: string) => `A workflow tells you of ${who}`,
    mailbox: () => 'Something is wrong with your mailbox: see Mailboxes in Mailtrail',
  },
  inferred: 'inferred',
  historic: 'from a look back',
  retracted: 'taken back',
  firstTime: 'first time',
};
