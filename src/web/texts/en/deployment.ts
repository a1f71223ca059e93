import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

export const deployment = {
  title: 'Deployment',
  about: 'How Mailtrail gets into everybody’s Outlook, and whether it works there.',
  manifest: 'Manifest',
  manifestAbout: 'One file that you upload in the Microsoft 365 admin centre. It names this address:',
  name: 'Name in Outlook',
  version: (version: string, when: string) => `Version ${version}, made ${when}`,
  download: 'Download the manifest',
  steps: [
    'Open the Microsoft 365 admin centre: Settings, Integrated apps, Upload custom apps.',
    'Choose Office Add-in, and upload the file.',
    'Choose the people or groups, and Fixed as the way of deployment.',
    'Accept the permissions. Outlook shows Mailtrail within a day, often within an hour.',
    'Say below which version you uploaded.',
  ],
  openAdminCentre: 'Open the admin centre',
  deployed: 'In Microsoft 365',
  deployedAbout: 'Microsoft tells no server which manifest is deployed, so it is yours to say.',
  whichDeployed: 'Version that is deployed',
  none: 'None yet',
  saidAt: (when: string) => `As said ${when}`,
  same: 'The deployed manifest is the present one. There is nothing to do.',
  changed: (n: number) =>
    plural(n, {
      one: 'One thing differs from the deployed one',
      other: '# things differ from the deployed one',
    }),
  consentTitle: 'Uploading it needs your consent anew',
  consent:
    'Because Mailtrail starts by itself when mail is written and sent, Microsoft asks an administrator again at every change. Until you accept, your people are cut off from the add-in: upload it when you can accept at once.',
  abouts: {
    events: 'Events that start it',
    permissions: 'Permissions',
    scopes: 'Sign-in',
    domains: 'Domains',
    addresses: 'Addresses',
    name: 'Name',
    icons: 'Icons',
    other: 'Other',
  },
  what: 'What',
  before: 'Deployed',
  after: 'Now',
  absent: '–',
  heard: (people: number, when: string) =>
    plural(people, {
      one: `One person’s Outlook used Mailtrail in the last 30 days, last ${when}.`,
      other: `The Outlooks of # people used Mailtrail in the last 30 days, last ${when}.`,
    }),
  notHeard: 'No Outlook has used Mailtrail in the last 30 days.',
  live: 'Live address',
  liveAbout: 'The server asks its own public address as Outlook and Microsoft do.',
  run: 'Check now',
  progress: (done: number, all: number) => `${done} of ${all} done`,
  allWell: 'Everything answers as Outlook needs it.',
  wrongs: (n: number) => plural(n, { one: 'One thing is wrong', other: '# things are wrong' }),
  ok: 'Well',
  warning: 'Soon',
  error: 'Wrong',
  waiting: 'Being checked',
  builtAt: (when: string) => `Built ${when}`,
  permissions: 'What Microsoft is asked for, and why',
};
