/** Notifications of this browser, and what one is told of. */
export const push = {
  title: 'Notifications',
  loading: 'Loading your choices',
  here: {
    on: 'This browser notifies you, with Mailtrail closed too.',
    off: 'This browser does not notify you.',
    blocked:
      'This browser blocks notifications from Mailtrail. Click the icon to the left of the address, set Notifications to Allow, and reload this page. If they stay blocked, your organisation or the system’s settings forbid them.',
    'not-supported':
      'This browser cannot notify you. On an iPhone or iPad, add Mailtrail to the home screen first; in a private window, use an ordinary one.',
  },
  start: 'Notify me in this browser',
  stop: 'Stop in this browser',
  noPushService:
    'This browser could not reach its push service. Check the network, and whether the browser allows push messages, then try again.',
  allBrowsers: 'Holds for all your browsers.',
  kinds: {
    open: 'Someone opens my mail',
    click: 'Someone clicks a link',
    reply: 'Someone replies',
    bounce: 'A mail could not be delivered',
    reminder: 'A reminder is due: nobody has answered',
    workflow: 'A workflow tells me of a contact',
    mailbox: 'A mailbox falls silent',
    someone: 'Also when it is not known who it was',
    marketing: 'Also for marketing mail',
  },
  quiet: 'Quiet hours: what comes then is told as one when they end',
  quietTo: 'To',
  saveInZone: (zone: string) => `Save, in ${zone}`,
};
