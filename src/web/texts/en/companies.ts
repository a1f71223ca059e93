import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

/** Companies, and the record of one. */
export const companies = {
  title: 'Companies',
  company: 'Company',
  loading: 'Loading companies',
  loadingOne: 'Loading the company',
  search: 'Search companies',
  searchPlaceholder: 'Name or domain',
  owner: 'Owner',
  name: 'Name',
  domains: 'Domains',
  contacts: 'Contacts',
  contactsOf: (n: number) => plural(n, { one: '# contact', other: '# contacts' }),
  lastActivity: 'Last activity',
  none: 'No companies yet',
  howTheyCome: 'Companies come by themselves with the work addresses of the people you write to.',
  notFound: 'No company found',
  nothingMatches: 'No name or domain contains what you are looking for.',
  more: 'Show more',
  edit: 'Edit',
  save: 'Save',
  nobody: 'Nobody',
  people: 'People',
  noPeople: 'Nobody is of this company now.',
  allPeople: (n: number) =>
    plural(n, { one: 'Show # contact in the table', other: 'Show all # in the table' }),
  addDomain: 'One more domain',
  domainsAbout: 'Whoever becomes a contact with an address of these domains is of this company.',
  merge: 'Merge with another company …',
  mergePick: (name: string) => `Which company is the same as ${name}?`,
  merged: (name: string, by: string, when: string) =>
    `${name} was merged into this company by ${by}, ${when}`,
  timelineOf: (name: string) => `people of ${name}`,
  somebody: 'somebody',
};
