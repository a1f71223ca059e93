import { z } from 'zod';
import { Id, Text, Time } from './shared';

/** M9: workflows, who is in them, and tasks. Definitions are read by core/workflows. */

const Name = Text.trim().min(1, 'give it a name').max(120, 'at most 120 characters');
const Version = z.number().int().min(1);
const Count = z.number().int();
/** `Definition` of core/workflows. */
const AnyDefinition = z.record(z.string(), z.unknown());

export const WorkflowState = z.enum(['draft', 'on', 'off']);
export type WorkflowState = z.infer<typeof WorkflowState>;

export const WorkflowLine = z.object({
  id: Id,
  name: z.string(),
  state: WorkflowState,
  updatedAt: Time,
  by: z.string().optional(),
  /** Whose step could not be run; they are in it too. */
  counts: z.object({ in: Count, finished: Count, left: Count, failed: Count }),
});
export type WorkflowLine = z.infer<typeof WorkflowLine>;
/** GET /api/v1/workflows */
export const WorkflowList = z.object({ workflows: z.array(WorkflowLine), canChange: z.boolean() });
export type WorkflowList = z.infer<typeof WorkflowList>;

export const WorkflowProblemView = z.object({
  code: z.string(),
  step: z.string().optional(),
  at: z.enum(['triggers', 'filter', 'goal']).optional(),
  n: Count.optional(),
  /** Of a loop among several: the others it goes through. */
  through: z.array(z.string()).optional(),
});
export type WorkflowProblemView = z.infer<typeof WorkflowProblemView>;

/** GET /api/v1/workflows/{id} */
export const WorkflowView = WorkflowLine.extend({
  version: Version,
  definition: AnyDefinition,
  /** What keeps it from being switched on. */
  problems: z.array(WorkflowProblemView),
  /** How many are in it by an earlier version, which they stay with. */
  inEarlier: Count,
  /** Webhooks are signed. */
  hasSecret: z.boolean(),
  canChange: z.boolean(),
});
export type WorkflowView = z.infer<typeof WorkflowView>;

/** POST /api/v1/workflows */
export const NewWorkflow = z.object({
  name: Name,
  timeZone: z.string().max(64).default('UTC'),
  /** A copy of this one, without who is in it. */
  copyOf: Id.optional(),
});
/** PATCH /api/v1/workflows/{id}; `version`: the one that the change builds on. */
export const WorkflowChange = z.object({
  name: Name.optional(),
  definition: AnyDefinition.optional(),
  version: Version,
  /** Whoever is in it: goes on by the version they began with, or by this one, where it still has their step. */
  people: z.enum(['stay', 'move']).default('stay'),
});
export type WorkflowChange = z.input<typeof WorkflowChange>;

/** POST /api/v1/workflows/{id}/state; `leave`: whoever is in it leaves it, else they wait until it is on again. */
export const WorkflowSwitch = z.object({ state: z.enum(['on', 'off']), leave: z.boolean().default(false) });

/** POST /api/v1/workflows/{id}/secret: shown this once. */
export const WorkflowSecret = z.object({ secret: z.string() });

export const EnrolmentState = z.enum(['in', 'finished', 'left', 'failed']);
export type EnrolmentState = z.infer<typeof EnrolmentState>;

export const DoneStep = z.object({
  n: Count,
  step: z.string(),
  kind: z.string(),
  at: Time,
  /** What came of it; by the kind of step. */
  result: z.record(z.string(), z.unknown()),
});
export type DoneStep = z.infer<typeof DoneStep>;

export const EnrolmentView = z.object({
  id: Id,
  workflow: z.object({ id: Id, name: z.string(), state: WorkflowState }),
  /** Absent: erased. */
  contact: z.object({ id: Id, name: z.string() }).optional(),
  version: Version,
  /** By an earlier version than the newest. */
  earlier: z.boolean(),
  state: EnrolmentState,
  why: z.string().optional(),
  /** Why a step could not be run yet, or at all. */
  error: z.string().optional(),
  /** What enrolled them: `event`, `property`, `segment` or `hand`. */
  by: z.enum(['event', 'property', 'segment', 'hand']),
  /** Where they are. */
  step: z.string().optional(),
  waiting: z.boolean(),
  dueAt: Time.optional(),
  begunAt: Time,
  movedAt: Time,
  endedAt: Time.optional(),
  done: Count,
});
export type EnrolmentView = z.infer<typeof EnrolmentView>;

/** GET /api/v1/workflows/{id}/enrolments: begun last, first. */
export const EnrolmentQuery = z.object({
  state: EnrolmentState.optional(),
  search: Text.trim().max(200).optional(),
  cursor: Id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type EnrolmentQuery = z.infer<typeof EnrolmentQuery>;
export const EnrolmentPage = z.object({ enrolments: z.array(EnrolmentView), next: z.string().optional() });
export type EnrolmentPage = z.infer<typeof EnrolmentPage>;

/** POST /api/v1/workflows/{id}/enrolments, and /test. */
export const ForContact = z.object({ contact: Id });

/** GET /api/v1/enrolments/{id}: with what they did, in order, and what the steps of their version are. */
export const EnrolmentHistory = z.object({
  enrolment: EnrolmentView,
  definition: AnyDefinition,
  done: z.array(DoneStep),
});
export type EnrolmentHistory = z.infer<typeof EnrolmentHistory>;

/** POST /api/v1/workflows/{id}/test: what would happen to a contact, which does not happen. */
export const DryRun = z.object({
  /** Whether the filter lets them in; absent: there is none. */
  filter: z.boolean().optional(),
  /** They were in it, and are enrolled again only by hand after the setting is changed. */
  wasIn: z.boolean(),
  goal: z.boolean().optional(),
  steps: z.array(
    z.object({
      step: z.string(),
      kind: z.string(),
      /** When, if all went as it stands now. */
      at: Time,
      result: z.record(z.string(), z.unknown()),
    }),
  ),
  /** It would go on, past what is shown. */
  more: z.boolean(),
});
export type DryRun = z.infer<typeof DryRun>;

export const CallView = z.object({
  id: Id,
  url: z.string(),
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: Count,
  status: Count.optional(),
  error: z.string().optional(),
  at: Time,
  contact: z.object({ id: Id, name: z.string() }).optional(),
});
/** GET /api/v1/workflows/{id}/calls: the latest. */
export const Calls = z.object({ calls: z.array(CallView) });
export type Calls = z.infer<typeof Calls>;

/** GET /api/v1/workflows/choices: what steps and triggers may name. */
export const WorkflowChoices = z.object({
  messages: z.array(z.object({ id: Id, name: z.string(), sendable: z.boolean() })),
  segments: z.array(z.object({ id: Id, name: z.string(), kind: z.enum(['active', 'static', 'list']) })),
  users: z.array(z.object({ id: Count, name: z.string() })),
  teams: z.array(z.object({ id: Id, name: z.string() })),
  fields: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      kind: z.enum(['text', 'number', 'date', 'choice']),
      choices: z.array(z.string()),
    }),
  ),
});
export type WorkflowChoices = z.infer<typeof WorkflowChoices>;

/** GET /api/v1/contacts/{id}/workflows */
export const ContactWorkflows = z.object({
  enrolments: z.array(EnrolmentView),
  /** Workflows that are on, into which one may put them by hand. */
  open: z.array(z.object({ id: Id, name: z.string() })),
});
export type ContactWorkflows = z.infer<typeof ContactWorkflows>;

// --- tasks ---

export const TaskView = z.object({
  id: Id,
  title: z.string(),
  dueOn: z.iso.date().optional(),
  overdue: z.boolean(),
  contact: z.object({ id: Id, name: z.string() }).optional(),
  owner: z.object({ id: Count, name: z.string() }).optional(),
  /** Which workflow made it. */
  workflow: z.object({ id: Id, name: z.string() }).optional(),
  doneAt: Time.optional(),
  createdAt: Time,
});
export type TaskView = z.infer<typeof TaskView>;

/** GET /api/v1/tasks: what is to be done, what is due first; what is done, the latest first. */
export const TaskQuery = z.object({
  contact: Id.optional(),
  /** Default: one's own and nobody's. */
  whose: z.enum(['mine', 'all']).default('mine'),
  done: z.stringbool().default(false),
});
export type TaskQuery = z.input<typeof TaskQuery>;
export const TaskList = z.object({ tasks: z.array(TaskView), more: z.boolean() });
export type TaskList = z.infer<typeof TaskList>;

/** POST /api/v1/tasks */
export const NewTask = z.object({
  title: Text.trim().min(1, 'say what is to be done').max(200),
  dueOn: z.iso.date().nullable().default(null),
  contact: Id.nullable().default(null),
  owner: z.number().int().positive().nullable().default(null),
});
export type NewTask = z.input<typeof NewTask>;
/** PATCH /api/v1/tasks/{id} */
export const TaskChange = z.object({
  title: Text.trim().min(1).max(200).optional(),
  dueOn: z.iso.date().nullable().optional(),
  owner: z.number().int().positive().nullable().optional(),
  done: z.boolean().optional(),
  removed: z.boolean().optional(),
});
export type TaskChange = z.infer<typeof TaskChange>;
