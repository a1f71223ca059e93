import {
  ACTIONS,
  can,
  ROLES,
  SUBJECTS,
  type Action,
  type Role,
  type Subject,
} from '../../../src/core/access';

/**
 * P7, cell by cell: per subject the actions in the order of ACTIONS (read, create, change, remove, export, connect);
 * the letters of those who may (m member, k marketer, a admin), - for nobody.
 */
const TABLE: Record<Subject, string> = {
  feed: 'mka - mka - - -',
  contact: 'mka mka mka a ka -',
  'legal-basis': 'mka - mka - - -',
  'marketing-basis': 'mka - ka - - -',
  message: 'mka mka mka mka ka -',
  'others-message': '- - a a - -',
  verdict: 'mka - mka - - -',
  'others-verdict': 'mka - a - - -',
  'own-mailbox': 'mka - mka mka - mka',
  'team-mailbox': 'mka - a a - a',
  'others-mailbox': 'a - a - - -',
  'look-back': '- a - a - -',
  users: 'mka a a a - -',
  'account-settings': 'mka - a - - -',
  'audit-log': 'a - - - a -',
  'api-description': 'mka - - - - -',
  template: 'mka mka mka mka - -',
  'shared-template': '- mka ka - - -',
  sending: 'mka mka - - - -',
  'own-api-key': 'mka mka - mka - -',
  'account-api-key': 'a a - a - -',
  deployment: 'a - a - - -',
  'tracking-domain': 'a a a a - -',
  'marketing-message': 'mka ka ka ka - -',
  'marketing-send': '- ka ka - - -',
  'mail-kind': 'mka ka ka ka - -',
  unsubscribe: 'mka mka - ka - -',
  report: 'mka - - - ka -',
  segment: 'mka ka ka ka - -',
  workflow: 'mka ka ka ka - -',
};
const LETTER: Record<Role, string> = { member: 'm', marketer: 'k', admin: 'a' };

const cells: [Role, Action, Subject, boolean][] = SUBJECTS.flatMap((subject) =>
  ACTIONS.flatMap((action, column) =>
    ROLES.map((role): [Role, Action, Subject, boolean] => [
      role,
      action,
      subject,
      TABLE[subject].split(' ')[column]?.includes(LETTER[role]) ?? false,
    ]),
  ),
);

describe('who may do what', () => {
  test.each(cells)('%s, %s, %s: %s', (role, action, subject, allowed) => {
    expect(can(role, action, subject)).toBe(allowed);
  });

  test('the table here has a column for every action and a row for every subject', () => {
    expect(Object.keys(TABLE).sort()).toEqual([...SUBJECTS].sort());
    for (const row of Object.values(TABLE)) expect(row.split(' ')).toHaveLength(ACTIONS.length);
    expect(cells).toHaveLength(SUBJECTS.length * 6 * 3);
  });

  test('an admin may whatever anybody may', () => {
    for (const [, action, subject, allowed] of cells) {
      if (allowed) expect(can('admin', action, subject)).toBe(true);
    }
  });
});
