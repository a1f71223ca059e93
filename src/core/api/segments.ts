import { z } from 'zod';
import { Rule, RuleGiven } from '../rules';
import { Id, Text, Time } from './shared';

/** M8: segments and lists, their members, and who came and went. Rules are those of core/rules. */

export const SegmentKind = z.enum(['active', 'static', 'list']);
export type SegmentKind = z.infer<typeof SegmentKind>;

const Name = Text.trim().min(1, 'give it a name').max(120, 'at most 120 characters');
const Count = z.number().int();

export const SegmentView = z.object({
  id: Id,
  name: z.string(),
  kind: SegmentKind,
  count: Count,
  /** Contacts are being gone through, so the count is not final. */
  filling: z.object({ lookedAt: Count, total: Count }).optional(),
  createdAt: Time,
  /** Its name or rule. */
  updatedAt: Time,
  /** Its members. */
  changedAt: Time.optional(),
  /** What names it: other segments, messages that are not sent yet, workflows. */
  usedIn: z.object({ segments: Count, messages: Count, workflows: Count }),
});
export type SegmentView = z.infer<typeof SegmentView>;

/** GET /api/v1/segments: all, by name. */
export const Segments = z.object({ segments: z.array(SegmentView), canChange: z.boolean() });
export type Segments = z.infer<typeof Segments>;

/** What the things are called that a rule names, by id. */
export const RuleNamed = z.object({
  segments: z.record(z.string(), z.string()),
  messages: z.record(z.string(), z.string()),
  users: z.record(z.string(), z.string()),
  fields: z.record(z.string(), z.string()),
});
export type RuleNamed = z.infer<typeof RuleNamed>;

/** GET /api/v1/segments/{id} */
export const SegmentDetail = SegmentView.extend({
  rule: RuleGiven.optional(),
  names: RuleNamed,
  createdBy: z.string().optional(),
  canChange: z.boolean(),
});
export type SegmentDetail = z.infer<typeof SegmentDetail>;

/** POST /api/v1/segments; a list has no rule, the others must have one. */
export const NewSegment = z
  .object({ name: Name, kind: SegmentKind, rule: Rule.optional() })
  .refine(({ kind, rule }) => (kind === 'list') === (rule === undefined), {
    message: 'a list has no rule, and every segment has one',
    path: ['rule'],
  });
/** PATCH /api/v1/segments/{id}; the rule of an active one alone. */
export const SegmentChange = z
  .object({ name: Name.optional(), rule: Rule.optional() })
  .refine(({ name, rule }) => name !== undefined || rule !== undefined, 'name what is to be changed');
/** POST /api/v1/segments/{id}/copy; `kind`: `static` freezes its members as they are, default: the same kind. */
export const CopySegment = z.object({ name: Name, kind: z.literal('static').optional() });

/** POST /api/v1/segments/preview: whom a rule means now. */
export const RulePreview = z.object({ rule: Rule });
export const RuleCount = z.object({
  count: Count,
  sample: z.array(z.object({ id: Id, name: z.string(), address: z.string().optional() })),
  names: RuleNamed,
});
export type RuleCount = z.infer<typeof RuleCount>;

/** Why somebody came or left: its code, and what it is about. */
export const WhyMoved = z.object({
  what: z.enum([
    'event',
    'property',
    'address',
    'basis',
    'mail',
    'list',
    'time',
    'rule',
    'user',
    'import',
    'run',
    'workflow',
    'api',
    'merge',
  ]),
  /** Of `event`: its kind in the ledger; of `list`, `user`, `workflow`: the name. */
  name: z.string().optional(),
});
export type WhyMoved = z.infer<typeof WhyMoved>;

const Who = z.object({ id: Id, name: z.string(), address: z.string().optional() });

export const PageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** GET /api/v1/segments/{id}/members: who came last first. */
export const MemberPage = z.object({
  members: z.array(z.object({ contact: Who, since: Time, why: WhyMoved })),
  next: z.string().optional(),
});
export type MemberPage = z.infer<typeof MemberPage>;

/** GET /api/v1/segments/{id}/history: who came and who left, the latest first; those who were there when it was made are not told one by one. */
export const HistoryPage = z.object({
  moves: z.array(z.object({ contact: Who, came: z.boolean(), at: Time, why: WhyMoved })),
  next: z.string().optional(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

/** GET /api/v1/contacts/{id}/segments: what a contact is in, and why. */
export const ContactSegments = z.object({
  segments: z.array(
    z.object({
      id: Id,
      name: z.string(),
      kind: SegmentKind,
      since: Time,
      why: WhyMoved,
      /** Of an active one: the parts of its rule, and which of them hold now. */
      parts: z.array(z.object({ rule: RuleGiven, holds: z.boolean() })).optional(),
      /** One part is enough. */
      anyOf: z.literal(true).optional(),
    }),
  ),
  names: RuleNamed,
  canChange: z.boolean(),
});
export type ContactSegments = z.infer<typeof ContactSegments>;
