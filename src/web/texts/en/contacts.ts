import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

/** The table of contacts, and what is done with many of them. */
export const contacts = {
  title: 'Contacts',
  number: (n: number) => plural(n, { one: '# contact', other: '# contacts' }),
  search: 'Search contacts',
  searchPlaceholder: 'Name, company, phone or address',
  newContact: 'New contact',
  importFile: 'Import',
  exportList: 'Export',
  columns: 'Columns',
  chooseColumns: 'Columns of the table',
  columnsReset: 'As at the beginning',
  columnEarlier: (name: string) => `Move ${name} to the left`,
  columnLater: (name: string) => `Move ${name} to the right`,
  loading: 'Loading contacts',
  noneYet: 'No contacts yet',
  howTheyCome:
    'People you write to from Outlook become contacts by themselves. You can also make one by hand, or import a file.',
  nobodyFound: 'Nobody found',
  nothingMatches: 'No contact matches the search and filters.',
  jumpTo: {
    name: 'Go to name',
    company: 'Go to company',
    activity: 'Go to activity date',
    created: 'Go to creation date',
  },
  clearFilters: 'Clear filters',
  never: 'never',
  noneSo: 'none yet',
  loadingMore: 'Loading more contacts',
  moreFailed: 'The next contacts could not be loaded.',
  sortedBy: (name: string) => `Sort by ${name}`,
  selectAll: 'Select all that are loaded',
  selectOne: (name: string) => `Select ${name}`,
  column: {
    name: 'Name',
    company: 'Company',
    addresses: 'Addresses',
    phone: 'Phone',
    owner: 'Owner',
    basis: 'Legal basis',
    activity: 'Last activity',
    lastOpen: 'Last open',
    lastClick: 'Last click',
    lastReply: 'Last reply',
    created: 'Created',
  },
  filter: {
    owner: 'Owner',
    anybody: 'Any owner',
    mine: 'Mine',
    nobody: 'Without an owner',
    basis: 'Legal basis',
    anyBasis: 'Any legal basis',
    activity: 'Activity',
    anyActivity: 'Any activity',
    within: (days: number) => plural(days, { one: 'In the last # day', other: 'In the last # days' }),
    quietFor: (days: number) => plural(days, { one: 'None for # day', other: 'None for # days' }),
    show: 'Show',
    everybody: 'Everybody',
    noOpenSeen: 'No open seen',
    departed: 'Said to have left',
    noCompany: 'Without a company',
    company: 'Company',
    dropCompany: 'Show people of every company',
    noOpenSeenHelp:
      'People who got tracked mail of their own and whose opens would have been seen under their name. It does not say that they read nothing: pictures may be blocked.',
  },
  selected: (n: number) => plural(n, { one: '# selected', other: '# selected' }),
  selectAllOf: (n: number) => plural(n, { one: 'Select the one found', other: 'Select all # found' }),
  clearSelection: 'Clear selection',
  edit: 'Change …',
  erase: 'Erase …',
  editTitle: (n: number) => plural(n, { one: 'Change # contact', other: 'Change # contacts' }),
  whatToChange: 'What is to be changed',
  newValue: 'New value',
  takenAway: 'Leave it empty to take the value away.',
  nobodysOwner: 'Nobody',
  withdrawnStay: 'Whoever has withdrawn consent stays withdrawn.',
  apply: (n: number) => plural(n, { one: 'Change # contact', other: 'Change # contacts' }),
  eraseTitle: (n: number) => plural(n, { one: 'Erase # contact?', other: 'Erase # contacts?' }),
  eraseAbout:
    'Their records, and what mail says of them, are erased in five minutes. Until then this can be undone; afterwards nothing brings them back.',
  eraseNow: 'Erase',
  run: {
    about: 'Changes and imports',
    editing: (done: string, all: string) => `Changing contacts: ${done} of ${all}`,
    erasing: (done: string, all: string) => `Preparing to erase: ${done} of ${all}`,
    importing: (done: string, all: string) => `Importing: ${done} of ${all} rows`,
    undoing: 'Taking the change back …',
    listing: (done: string, all: string) => `Changing the list: ${done} of ${all}`,
    listed: (n: number) =>
      n === 0
        ? 'The list is as it was.'
        : plural(n, { one: 'List changed by # contact.', other: 'List changed by # contacts.' }),
    edited: (n: number) => plural(n, { one: '# contact changed.', other: '# contacts changed.' }),
    erased: (n: number) =>
      plural(n, {
        one: '# contact will be erased in five minutes.',
        other: '# contacts will be erased in five minutes.',
      }),
    imported: (made: string, changed: string, bad: string) =>
      `Imported: ${made} new, ${changed} updated, ${bad} not imported.`,
    undone: 'The change was taken back.',
    undoingImport: 'Taking the import back …',
    importUndone: (removed: number) =>
      `The import was taken back: ${plural(removed, { one: '# new contact removed', other: '# new contacts removed' })}.`,
    stayed: (n: number) =>
      plural(n, {
        one: '# contact stays, since it has mail or changes of its own by now.',
        other: '# contacts stay, since they have mail or changes of their own by now.',
      }),
    open: 'Show the import',
    dismiss: 'Close this notice',
    canLeave: 'You can leave this page; the work goes on.',
  },
  make: {
    title: 'New contact',
    name: 'Name',
    address: 'Mail address',
    company: 'Company',
    save: 'Save',
    allTheSame: 'Make it all the same',
  },
  kept: (n: number) =>
    plural(n, {
      one: '# mail kept with this address will stand on the record:',
      other: '# mails kept with this address will stand on the record:',
    }),
};
