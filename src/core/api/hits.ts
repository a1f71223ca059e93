import { z } from 'zod';
import { Id, Time, Verdict } from './shared';

/** The hits behind a message's opens and clicks, and what users say of them (V3). */

/** One request for the image or a tracked link, with its verdict. */
export const HitView = z.object({
  id: Id,
  kind: z.enum(['open', 'click']),
  at: Time,
  /** Absent: not settled yet (V2). */
  verdict: Verdict.optional(),
  /** The service that stands between, by name (V1). */
  via: z.string().optional(),
  /** In words, the deciding one first. Of somebody without a legal basis they tell no device (P2). */
  reasons: z.array(z.string()),
  /** Whose image or link it was. Absent: Someone (O10). */
  who: z.object({ name: z.string(), address: z.string(), contactId: Id.optional() }).optional(),
  link: z.object({ target: z.string(), text: z.string() }).optional(),
  /** Of verdict `self`: not the sender's but a colleague's (O7). */
  colleague: z.literal(true).optional(),
  /** It made an open or a click that stands. */
  counted: z.boolean(),
  /** A user's word stands on it; `similar`: how many other hits of the message follow the same word. */
  overruled: z.object({ by: z.string(), at: Time, similar: z.number().int() }).optional(),
});
export type HitView = z.infer<typeof HitView>;

/** GET /api/v1/messages/{id}/hits: newest first, at most 200. */
export const MessageHits = z.object({
  hits: z.array(HitView),
  /** Older ones are kept and not shown. */
  more: z.boolean(),
  /** O8: never certain, and never a number of people. */
  possiblyForwarded: z.boolean(),
  mayOverrule: z.boolean(),
});
export type MessageHits = z.infer<typeof MessageHits>;

/** GET /api/v1/me/tests: the mails one tracked as a test with oneself (O13), newest first, at most 20. */
export const Tests = z.object({
  tests: z.array(z.object({ id: Id, subject: z.string(), at: Time })),
});
export type Tests = z.infer<typeof Tests>;

/** POST /api/v1/hits/{id}/overrule; null takes the word back, and the rules' verdict holds again. */
export const Overrule = z.object({ verdict: z.enum(['person', 'machine', 'self']).nullable() });
export type Overrule = z.infer<typeof Overrule>;
export const OverruleAnswer = z.object({
  verdict: Verdict,
  /** Other hits of the message that followed. */
  similar: z.number().int(),
  /** "This was me": hits on the sender's other mail from the same device, which follow in a moment. */
  elsewhere: z.number().int(),
});
export type OverruleAnswer = z.infer<typeof OverruleAnswer>;

/** What a run of the rules over kept hits found; ids, and nothing personal. */
export const RejudgeReport = z.object({
  judged: z.number().int(),
  /** Left as they are, since a user's word stands on them. */
  overruled: z.number().int(),
  /** From a person to a person: an open of its own became a repeat of another's look, or the other way round. */
  changes: z.array(
    z.object({
      from: Verdict,
      to: Verdict,
      hits: z.number().int(),
      /** A few hits' ids. */
      examples: z.array(Id),
    }),
  ),
  /** Opens and clicks written and taken back; 0 in a dry run. */
  eventsAdded: z.number().int(),
  eventsTakenBack: z.number().int(),
});
export type RejudgeReport = z.infer<typeof RejudgeReport>;

/** POST /api/v1/rejudgements: without `apply` a dry run, which changes nothing. */
export const NewRejudgement = z.object({ apply: z.boolean().default(false) });
export const RejudgementView = z.object({
  id: Id,
  rulesVersion: z.number().int(),
  apply: z.boolean(),
  startedAt: Time,
  finishedAt: Time.optional(),
  report: RejudgeReport,
});
export type RejudgementView = z.infer<typeof RejudgementView>;
/** GET /api/v1/rejudgements: newest first. */
export const Rejudgements = z.object({ rejudgements: z.array(RejudgementView) });

export const ContactProperty = z.enum([
  'lastOpen',
  'lastClick',
  'lastReply',
  'lastEngagement',
  'firstMarketingReply',
  'lastMarketingReply',
  'marketingReplied',
]);
export type ContactProperty = z.infer<typeof ContactProperty>;
/** GET /api/v1/contacts/{id}/properties: what the contact did last, and how those dates came about. Absent = never. */
export const ContactProperties = z.object({
  lastOpen: Time.optional(),
  lastClick: Time.optional(),
  lastReply: Time.optional(),
  lastEngagement: Time.optional(),
  firstMarketingReply: Time.optional(),
  lastMarketingReply: Time.optional(),
  /** How many marketing messages they replied to (M7). */
  marketingReplied: z.number().int().optional(),
  /** Newest change first, at most 100. `takenBack`: the value before holds again, since an event was taken back. */
  history: z.array(
    z.object({
      property: ContactProperty,
      value: Time.optional(),
      /** Of what is a number. */
      amount: z.number().int().optional(),
      changedAt: Time,
      takenBack: z.boolean(),
    }),
  ),
  more: z.boolean(),
});
export type ContactProperties = z.infer<typeof ContactProperties>;

/** GET /api/v1/me/devices: devices known as one's own (O7), latest seen first. No address and no place is kept. */
export const OwnDevices = z.object({
  devices: z.array(
    z.object({
      id: Id,
      /** "Edge", "Outlook for Windows". */
      program: z.string(),
      platform: z.string(),
      /** A sent mail's report, a signed-in screen, or the user's own "This was me". */
      learntFrom: z.enum(['report', 'web', 'pane', 'word']),
      learntAt: Time,
      seenAt: Time,
      expiresAt: Time,
    }),
  ),
});
export type OwnDevices = z.infer<typeof OwnDevices>;

/** GET /api/v1/messages/{id}/why-nothing (O13): what to look at first stands first. */
export const WhyNothing = z.object({
  answers: z.array(
    z.object({
      about: z.enum(['sent copy', 'delivery', 'marks', 'settings', 'verdicts', 'domain', 'reader']),
      text: z.string(),
    }),
  ),
});
export type WhyNothing = z.infer<typeof WhyNothing>;
