import { auditAction, auditDetail } from '../../../src/web/audit-words';
import { speak } from '../../../src/web/texts';

const ROLE = { action: 'user.role', detail: { from: 'member', to: 'admin' } };

test('a line of the audit log is said in the reader’s language, but for what people wrote', async () => {
  await speak(['de']);
  expect(auditAction(ROLE)).toBe('Rolle eines Benutzers geändert');
  expect(auditDetail(ROLE)).toBe('Von: Mitglied, Nach: Administrator');
  const narrowed = { action: 'message.visibility', detail: { from: 'everybody', to: 'participants' } };
  expect(auditDetail(narrowed)).toBe('Von: Alle im Unternehmen, Nach: Nur die Beteiligten');
  await speak(['en']);
  expect(auditDetail({ action: 'team.create', detail: { name: 'all' } })).toBe('Name: all');
  expect(auditDetail({ action: 'api-key.make', detail: { access: 'read', days: 30, role: 'member' } })).toBe(
    'Access: reading, Days: 30, Role: Member',
  );
});

test('what this version does not know stands as it is', async () => {
  await speak(['en']);
  const newer = { action: 'robot.start-again', detail: { toString: 'x', speed: 3 } };
  expect(auditAction(newer)).toBe('robot: start again');
  expect(auditDetail(newer)).toBe('toString: x, speed: 3');
});
