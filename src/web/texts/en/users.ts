import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

/** Users, seats, teams and hand-overs (S5). */
export const users = {
  title: 'Users',
  notYours: 'Your administrators decide who uses Mailtrail, and who is in which team.',
  who: 'Who uses Mailtrail',
  whoAbout:
    'Whoever signs in from your organisation is here, at first as a member with a free seat. A paid seat tracks links in one-to-one mail.',
  search: 'Search users',
  searchPlaceholder: 'Name or address',
  you: (name: string) => `${name} (you)`,
  disabled: 'Disabled',
  roleOf: (name: string) => `Role of ${name}`,
  roles: { member: 'Member', marketer: 'Marketer', admin: 'Administrator' },
  seatOf: (name: string) => `Seat of ${name}`,
  seats: { free: 'Free seat', paid: 'Paid seat' },
  enable: 'Enable',
  disable: 'Disable',
  enableOne: (name: string) => `Enable ${name}`,
  disableOne: (name: string) => `Disable ${name}`,
  disabledWhen: (when: string) =>
    `Disabled ${when}. Nothing of theirs is tracked or logged any more; links in what they sent lead on.`,
  handOver: 'Hand over …',
  handOverOf: (name: string) => `Hand over the records of ${name}`,
  handedOver: (to: string, when: string, contacts: number, teams: number) =>
    `Handed over to ${to}, ${when}: ${plural(contacts, { one: '# contact', other: '# contacts' })}, ${plural(teams, { one: '# team', other: '# teams' })}, and their mail.`,
  undoHandOver: (to: string) => `Undo the hand-over to ${to}`,
  inNoTeam: 'in no team',
  noMailbox: 'no mailbox connected',
  handOverAbout: (from: string, contacts: number, teams: number) =>
    `The colleague gets ${plural(contacts, { one: '# contact', other: '# contacts' })} and a place in ${plural(teams, { one: '# team', other: '# teams' })}, reads the mail that ${from} could read, and is told of replies, opens and clicks that still come. Who wrote a mail stays as it was. It can be undone.`,
  handOverTo: 'To',
  chooseColleague: 'Choose a colleague',
  handOverNow: 'Hand over',
  teams: 'Teams',
  teamsAbout: 'Who is in a team sees its mailbox, and mail that its writers kept to their team.',
  noTeam: 'There is no team yet.',
  rename: 'Rename',
  renameOne: (team: string) => `Rename ${team}`,
  removeTeam: (team: string) => `Remove the team ${team}`,
  nameOfTeam: 'Name of the team',
  noMailboxOfTeam: 'No mailbox is this team’s.',
  nobodyIn: 'Nobody is in it.',
  inTeam: (team: string) => `In ${team}`,
  takeOut: (team: string) => `Take out of ${team}`,
  memberDisabled: (name: string) => `${name} (disabled)`,
  addTo: (team: string) => `Add to ${team}`,
  addColleague: 'Add a colleague …',
  newTeam: 'A new team',
  make: 'Make',
};
