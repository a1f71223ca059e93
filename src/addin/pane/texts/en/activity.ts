import { pluralIn } from '../../../../core/texts';

const plural = pluralIn('en');

/** The feed in the pane. */
export const activity = {
  activity: {
    filterLabel: 'Show',
    filters: { all: 'All', opens: 'Opens', clicks: 'Clicks', replies: 'Replies', problems: 'Problems' },
    unread: (n: number) => plural(n, { one: '# new', other: '# new' }),
    awayUntil: (day: string) => `Away until ${day}`,
    fresh: 'New',
    today: 'Today',
    yesterday: 'Yesterday',
    asOf: (when: string) => `As of ${when}`,
    noneOfKind: 'Nothing of this kind among what is shown here.',
    times: (n: number) => plural(n, { one: '# time', other: '# times' }),
    showEach: (line: string) => `Show each: ${line}`,
    hideEach: (line: string) => `Show as one: ${line}`,
    moreAbout: (line: string) => `More about: ${line}`,
    openMessage: 'Open the mail in Mailtrail',
    was: { machine: 'This was a scanner', person: 'This was a person', self: 'This was me' },
    said: {
      machine: 'Marked as a scanner’s: it does not count.',
      person: 'Marked as a person’s: it counts.',
      self: 'Marked as your own: it does not count.',
    },
    similar: (n: number) => plural(n, { one: '# similar event follows.', other: '# similar events follow.' }),
    saying: 'Saving…',
    undo: 'Undo',
    undone: 'Taken back: Mailtrail judges it by its rules again.',
    notSaid: 'That could not be saved.',
  },
};
