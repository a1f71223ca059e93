/** What the launch file itself says to the user; at most 150 characters each, which Outlook enforces. */
export const TEXTS = {
  openOnce: 'Open Mailtrail once to sign in. Until then, mail you send is neither tracked nor logged.',
} as const;
