import { pluralIn } from '../../../core/texts';

const plural = pluralIn('en');

/** What one's own mail met with, in plots. */
export const insights = {
  title: 'Insights',
  about:
    'Your own mail. Opens and clicks that belong to nobody in particular are not counted, and no mail is said to be unread.',
  period: 'Period',
  days: (n: number) => plural(n, { one: '# day', other: '# days' }),
  none: 'Nothing to plot yet',
  noneAbout: 'Send a tracked mail to one person: what becomes of it shows here.',
  sent: 'Sent',
  opens: 'Opens',
  clicks: 'Clicks',
  replies: 'Replies',
  byDay: 'By day',
  byHour: 'By hour of the day',
  byHourAbout: 'When people open, click and reply, by your clock.',
  day: 'Day',
  hour: 'Hour',
  asTable: 'Show as a table',
  asPlot: 'Show as a plot',
  best: 'Best time to write',
  bestLine: (weekday: string, from: string, to: string) => `${weekday}, ${from} to ${to}`,
  bestShare: (replied: number, sent: number) => `${replied} of ${sent} mails sent then were answered`,
  notEnough: 'There is not enough mail yet to tell: at least 20 mails, four of them in one part of the week.',
  cut: 'There is more than is counted here; the newest are.',
};
