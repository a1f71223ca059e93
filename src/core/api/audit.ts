import { z } from 'zod';
import { Time } from './shared';

/** Everything that is put on record (P8); the words for each stand in the web app's catalogue. */
export const AUDIT_ACTIONS = [
  'account.close',
  'account.export',
  'account.reopen',
  'api-key.make',
  'api-key.restore',
  'api-key.revoke',
  'attachment.read',
  'audit-log.export',
  'company.change',
  'company.domain',
  'company.domain-removed',
  'company.merge',
  'company.unmerge',
  'contact-field.change',
  'contact-field.make',
  'contact.address',
  'contact.address-removed',
  'contact.change',
  'contact.create',
  'contact.erase',
  'contact.erase-undone',
  'contact.erased',
  'contact.export',
  'contact.kept-again',
  'contact.legal-basis',
  'contact.merge',
  'contact.unmerge',
  'contacts.edit',
  'contacts.erase',
  'contacts.export',
  'contacts.import',
  'contacts.undo',
  'deployment.deployed',
  'deployment.download',
  'deployment.name',
  'device.remove',
  'device.restore',
  'hit.overrule',
  'hit.overrule-undone',
  'hits.rejudge',
  'mailbox.connect',
  'mailbox.consent',
  'mailbox.count',
  'mailbox.disconnect',
  'mailbox.look-back',
  'mailbox.look-back-stop',
  'mailbox.pause',
  'mailbox.repair',
  'mailbox.resume',
  'mailbox.rule',
  'mailbox.tracking-domain',
  'message.assign',
  'message.log',
  'message.log-again',
  'message.move',
  'message.preview',
  'message.read',
  'message.records',
  'message.undo',
  'message.visibility',
  'never-log.add',
  'never-log.purge',
  'never-log.purged',
  'never-log.remove',
  'objection.made',
  'objection.withdrawn',
  'retention.applied',
  'sending.again',
  'sending.consent',
  'sending.leave',
  'settings.account',
  'settings.keep-tracking',
  'settings.never-log',
  'settings.no-tracking',
  'settings.outlook',
  'settings.retention',
  'settings.tracking',
  'team.create',
  'team.member-add',
  'team.member-remove',
  'team.remove',
  'team.rename',
  'template.change',
  'template.remove',
  'template.restore',
  'template.share',
  'tracking-domain.add',
  'tracking-domain.default',
  'tracking-domain.retire',
  'user.disable',
  'user.enable',
  'user.hand-over',
  'user.hand-over-undo',
  'user.outlook-signed-out',
  'user.role',
  'user.seat',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** GET /api/v1/audit-log: newest first, `before` pages back. `action`: its beginning; `actor` 0: the server itself. */
export const AuditQuery = z.object({
  action: z.string().max(100).optional(),
  actor: z.coerce.number().int().min(0).optional(),
  from: Time.optional(),
  to: Time.optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditPage = z.object({
  lines: z.array(
    z.object({
      seq: z.number().int(),
      at: Time,
      action: z.string(),
      object: z.object({ kind: z.string(), id: z.string() }),
      /** Absent: the server, or somebody outside. */
      by: z.object({ id: z.number().int(), name: z.string() }).optional(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  next: z.number().int().optional(),
});
export type AuditPage = z.infer<typeof AuditPage>;

/** GET /api/v1/account: how the account itself stands. */
export const AccountStanding = z.object({
  name: z.string(),
  closedAt: Time.optional(),
  /** Until then it can be opened again. */
  reopenUntil: Time.optional(),
});
export type AccountStanding = z.infer<typeof AccountStanding>;

/** POST /api/v1/account/close: the company's name, so that nobody closes it by a slip. */
export const CloseAccount = z.object({ name: z.string().max(200) }).strict();
