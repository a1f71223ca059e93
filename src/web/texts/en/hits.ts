import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

/** What asked for image and links, and what it was judged to be. */
export const hits = {
  title: 'Loads and clicks, one by one',
  none: 'Nothing has asked for the image or a link yet. That does not mean that the mail was not read.',
  possiblyForwarded:
    'Possibly forwarded: it was opened in different programs on unrelated networks. It may as well be one person at two places.',
  olderKept: 'Older ones are kept, not shown.',
  through: (program: string) => `through ${program}`,
  why: 'Why',
  saidSo: (who: string, when: string) => `${who} said so, ${when}`,
  similar: (n: number) => plural(n, { one: '# similar hit follows', other: '# similar hits follow' }),
  whatWasIt: 'What was it?',
  verdicts: {
    person: 'A person',
    machine: 'A machine',
    self: 'Yours, not counted',
    unsure: 'Not sure, not counted',
    waiting: 'Being judged',
    colleague: 'A colleague’s, not counted',
  },
  loadedBySelf: 'The image was loaded by you',
  loadedByColleague: 'The image was loaded by a colleague',
  loadedFrom: (who: string) => `The image was loaded from ${who}’s copy`,
  loadedBySomeone: 'The image was loaded by Someone',
  followedBySelf: (link: string) => `“${link}” was followed by you`,
  followedByColleague: (link: string) => `“${link}” was followed by a colleague`,
  followedFrom: (link: string, who: string) => `“${link}” was followed from ${who}’s copy`,
  followedBySomeone: (link: string) => `“${link}” was followed by Someone`,
  aLink: 'A link',
  say: { machine: 'Not a person', person: 'This was a person', self: 'This was me' },
  judgedAgain: (verdict: string) => `Judged by the rules again: ${verdict.toLowerCase()}.`,
  outcomes: {
    person: 'Counted as a person’s.',
    machine: 'No longer counted: not a person.',
    self: 'No longer counted: yours.',
  },
  elsewhere: (n: number) =>
    plural(n, {
      one: '# hit from this device on your other mail will follow.',
      other: '# hits from this device on your other mail will follow.',
    }),
};
