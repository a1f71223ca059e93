export const firstRun = {
  title: 'Your way to the first tracked mail',
  progress: (done: number, all: number) => `${done} of ${all} done`,
  done: 'Done',
  open: 'To do',
  dismiss: 'Put away',
  dismissed: 'The first steps are put away.',
  steps: {
    basis: {
      title: 'Know the legal basis',
      about: (basis: string) =>
        `Opens and clicks are told by name only with a legal basis. People you write to get: ${basis}.`,
      off: 'Data privacy is off: opens and clicks are told by name without a legal basis.',
      act: 'Understood',
      change: 'Change it',
    },
    mailbox: {
      title: 'Connect your mailbox',
      about: 'Mailtrail then finds replies, and logs what you send with its files. It only reads.',
      act: 'Connect',
    },
    addin: {
      title: 'Open Mailtrail in Outlook',
      about: 'Outlook gets what it needs to track without asking again.',
      adminAbout: 'Upload the manifest once, and Outlook shows Mailtrail to your people.',
      act: 'Open Outlook',
      adminAct: 'Deploy the add-in',
      ask: 'You do not see it in Outlook? Ask your administrator.',
    },
    sent: {
      title: 'Send a mail with Track on',
      about: 'To somebody outside, in HTML. Or send a test to yourself.',
      act: 'Open Outlook',
      test: 'Send a test',
    },
    opened: {
      title: 'See the first open',
      about: 'It shows here within seconds of the mail being read with images.',
      act: 'Read it as Bob',
    },
  },
};
