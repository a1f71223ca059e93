/** The Write tab of a marketing message. */
export const marketingWrite = {
  subject: 'Subject',
  loadAgain: 'Load their version',
  saving: { saved: 'Saved', waiting: 'Not saved yet', saving: 'Saving…' },
};
