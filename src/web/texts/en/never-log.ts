import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

/** The never-log list (L4). */
export const neverLog = {
  title: 'Never logged',
  whose: 'Whose mail is never logged',
  about:
    'Plus tags, other addresses of the same contact and subdomains are meant too. Such mail is neither tracked nor logged.',
  removed: (value: string) => `${value} is off the list: mail with them is logged again from now on.`,
  nobody: 'Nobody is on the list.',
  since: (when: string) => `Since ${when}`,
  everybodyAt: (domain: string) => `Everybody at ${domain}`,
  everybodysMail: 'everybody’s mail',
  yourMail: 'your mail',
  ifOneOfSeveral: 'If one of several people on a mail is on the list',
  wholeMail: 'The whole mail is left alone',
  onlyRecord: 'It is logged for the others, and stands on no record of theirs',
  what: 'What',
  anAddress: 'An address',
  aDomain: 'A domain',
  address: 'Address',
  domain: 'Domain',
  ofWhoseMail: 'Of whose mail',
  everybodys: 'Everybody’s',
  yoursOnly: 'Yours only',
  takeAway: (messages: number, files: number) =>
    `Take away what is kept: ${plural(messages, { one: '# mail', other: '# mails' })} with ${plural(files, { one: '# file', other: '# files' })}`,
  stays: (n: number) =>
    plural(n, {
      one: '; # mail stays for the others on it, off this person’s record',
      other: '; # mails stay for the others on it, off this person’s record',
    }),
  nothingKept: 'Nothing is kept of it.',
  look: 'Look what is kept',
  takenAway: 'Taken away',
  taken: (n: number) => plural(n, { one: '# mail taken away', other: '# mails taken away' }),
  takenOffRecord: (n: number) =>
    plural(n, { one: '# taken off their record', other: '# taken off their record' }),
  takingAway: (lookedAt: number, total: number) => `taking away, ${lookedAt} of ${total} looked at`,
  howFar: 'How far it is',
};
