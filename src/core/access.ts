/**
 * P7: who may do what, in one table, enforced by `can` and nowhere else. Web app and pane ask it too, to leave out
 * what would be refused.
 */
export type Role = 'member' | 'marketer' | 'admin';

export type Action = 'read' | 'create' | 'change' | 'remove' | 'export' | 'connect';

export type Subject =
  | 'feed'
  | 'contact'
  | 'legal-basis'
  | 'marketing-basis'
  | 'message'
  | 'others-message'
  | 'verdict'
  | 'others-verdict'
  | 'own-mailbox'
  | 'team-mailbox'
  | 'others-mailbox'
  | 'look-back'
  | 'users'
  | 'account-settings'
  | 'audit-log'
  | 'api-description'
  | 'template'
  | 'shared-template'
  | 'sending'
  | 'own-api-key'
  | 'account-api-key'
  | 'deployment'
  | 'tracking-domain'
  | 'marketing-message'
  | 'marketing-send'
  | 'mail-kind'
  | 'unsubscribe'
  | 'report'
  | 'segment'
  | 'workflow';

type Rule = 'all' | readonly Role[];

const MARKETING: readonly Role[] = ['marketer', 'admin'];

const TABLE: Record<Subject, Partial<Record<Action, Rule>>> = {
  feed: { read: 'all', change: 'all' },
  contact: { read: 'all', create: 'all', change: 'all', remove: ['admin'], export: ['marketer', 'admin'] },
  // P1: of one-to-one tracking, and of marketing.
  'legal-basis': { read: 'all', change: 'all' },
  'marketing-basis': { read: 'all', change: ['marketer', 'admin'] },
  message: { read: 'all', create: 'all', change: 'all', remove: 'all', export: ['marketer', 'admin'] },
  // L7: undoing and moving the log of a mail that one took no part in.
  'others-message': { change: ['admin'], remove: ['admin'] },
  // V3: of hits on one's own mail, and on a colleague's.
  verdict: { read: 'all', change: 'all' },
  'others-verdict': { read: 'all', change: ['admin'] },
  'own-mailbox': { read: 'all', connect: 'all', change: 'all', remove: 'all' },
  'team-mailbox': { read: 'all', connect: ['admin'], change: ['admin'], remove: ['admin'] },
  // S4: whether a colleague's mailbox is alive, and its repair. What lies in it is nobody else's.
  'others-mailbox': { read: ['admin'], change: ['admin'] },
  'look-back': { create: ['admin'], remove: ['admin'] },
  users: { read: 'all', create: ['admin'], change: ['admin'], remove: ['admin'] },
  'account-settings': { read: 'all', change: ['admin'] },
  'audit-log': { read: ['admin'], export: ['admin'] },
  'api-description': { read: 'all' },
  // A8: everybody makes their own and may share them; a colleague's shared ones are the marketers' and administrators' to change.
  template: { read: 'all', create: 'all', change: 'all', remove: 'all' },
  'shared-template': { create: 'all', change: ['marketer', 'admin'] },
  // L11, O11: mail from one's own mailboxes.
  sending: { read: 'all', create: 'all' },
  // K5: a key of one's own, and the account's or a colleague's.
  'own-api-key': { read: 'all', create: 'all', remove: 'all' },
  'account-api-key': { read: ['admin'], create: ['admin'], remove: ['admin'] },
  // A7, C7.
  deployment: { read: ['admin'], change: ['admin'] },
  'tracking-domain': { read: ['admin'], create: ['admin'], change: ['admin'], remove: ['admin'] },
  // M1: written, tried and sent by who does marketing; everybody sees what their contacts were sent.
  'marketing-message': { read: 'all', create: MARKETING, change: MARKETING, remove: MARKETING },
  'marketing-send': { create: MARKETING, change: MARKETING },
  // M12: kinds of mail that a contact may take; whom one hears it from may be taken off at once, and put back with a proof.
  'mail-kind': { read: 'all', create: MARKETING, change: MARKETING, remove: MARKETING },
  unsubscribe: { read: 'all', create: 'all', remove: MARKETING },
  report: { read: 'all', export: MARKETING },
  segment: { read: 'all', create: MARKETING, change: MARKETING, remove: MARKETING },
  workflow: { read: 'all', create: MARKETING, change: MARKETING, remove: MARKETING },
};

/** True when a person of this role may do this to an object of this kind in their own account. */
export function can(role: Role, action: Action, subject: Subject): boolean {
  const rule = TABLE[subject][action];
  return rule === 'all' || (rule?.includes(role) ?? false);
}

export const ROLES: readonly Role[] = ['member', 'marketer', 'admin'];
export const ACTIONS: readonly Action[] = ['read', 'create', 'change', 'remove', 'export', 'connect'];
export const SUBJECTS: readonly Subject[] = [
  'feed',
  'contact',
  'legal-basis',
  'marketing-basis',
  'message',
  'others-message',
  'verdict',
  'others-verdict',
  'own-mailbox',
  'team-mailbox',
  'others-mailbox',
  'look-back',
  'users',
  'account-settings',
  'audit-log',
  'api-description',
  'template',
  'shared-template',
  'sending',
  'own-api-key',
  'account-api-key',
  'deployment',
  'tracking-domain',
  'marketing-message',
  'marketing-send',
  'mail-kind',
  'unsubscribe',
  'report',
  'segment',
  'workflow',
];
