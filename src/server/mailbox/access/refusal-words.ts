/** Entra's numbers (learn.microsoft.com, "Microsoft Entra authentication error codes"), what they mean here, and what to do. */
const WORDS: readonly (readonly [codes: readonly string[], words: string])[] = [
  [
    ['AADSTS65001', 'AADSTS65004', 'AADSTS65005', 'consent_required', 'access_denied'],
    'The consent to read this mailbox was withdrawn. Its owner can give it again under Mailboxes.',
  ],
  [
    ['AADSTS700082', 'AADSTS700084', 'AADSTS70008', 'refresh_token_expired'],
    'The consent to read this mailbox has run out. Its owner can give it again under Mailboxes.',
  ],
  [
    ['no_tokens_found'],
    'Mailtrail has no consent to read this mailbox. Its owner can give it under Mailboxes.',
  ],
  [
    ['AADSTS50057', 'AADSTS50034', 'AADSTS500341'],
    'Microsoft says that the owner of this mailbox is disabled or gone. An administrator can hand it over.',
  ],
  [
    ['AADSTS50173', 'AADSTS50076', 'AADSTS50078', 'AADSTS50079', 'interaction_required', 'login_required'],
    'Microsoft wants the owner to sign in again (a new password, a second factor). Connect the mailbox again.',
  ],
  [
    ['AADSTS7000222'],
    'The client secret has expired. An administrator makes a new one in Entra and sets ENTRA_CLIENT_SECRET.',
  ],
  [
    ['AADSTS7000215', 'AADSTS7000216', 'AADSTS7000218', 'invalid_client'],
    'Microsoft refuses the client secret. An administrator checks ENTRA_CLIENT_SECRET.',
  ],
  [
    ['AADSTS700016', 'unauthorized_client'],
    'Mailtrail is not registered in this organisation. An administrator must consent to it in Entra.',
  ],
];

/** Why Microsoft gives no token, for the mailbox's owner, from the code of a `TokenRefused`. */
export function refusalWords(code: string): string {
  const told = code.split(' ').reverse();
  for (const each of told) {
    const found = WORDS.find(([codes]) => codes.includes(each));
    if (found) return found[1];
  }
  return 'Microsoft refused our sign-in: consent was withdrawn, or the secret has expired.';
}
