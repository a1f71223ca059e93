/** Relays whose addresses stand in an SPF record under another name than their own: host, or its end → what to include. */
const INCLUDES: readonly (readonly [string, string])[] = [
  ['amazonaws.com', 'amazonses.com'],
  ['brevo.com', 'spf.brevo.com'],
  ['sendinblue.com', 'spf.sendinblue.com'],
  ['gmail.com', '_spf.google.com'],
  ['google.com', '_spf.google.com'],
  ['mailgun.org', 'mailgun.org'],
  ['mailjet.com', 'spf.mailjet.com'],
  ['mandrillapp.com', 'spf.mandrillapp.com'],
  ['mtasv.net', 'spf.mtasv.net'],
  ['postmarkapp.com', 'spf.mtasv.net'],
  ['office365.com', 'spf.protection.outlook.com'],
  ['outlook.com', 'spf.protection.outlook.com'],
  ['sendgrid.net', 'sendgrid.net'],
  ['smtp2go.com', 'spf.smtp2go.com'],
  ['sparkpostmail.com', '_spf.sparkpostmail.com'],
  ['zeptomail.com', 'zeptomail.net'],
];

/** What a relay's makers say to include; undefined: it is none that is known. */
export const includeOf = (host: string): string | undefined =>
  INCLUDES.find(([end]) => host === end || host.endsWith(`.${end}`))?.[1];
