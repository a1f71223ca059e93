import { z } from 'zod';
import { Content, ContentProblem } from '../marketing/content';
import { Id, Text, Time } from './shared';

/** M1: marketing messages, as they are written. What they are sent with is in marketing.ts. */

export const MarketingState = z.enum(['draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled']);
export type MarketingState = z.infer<typeof MarketingState>;

const Name = Text.trim().min(1).max(200);
const Version = z.number().int().min(1);

/** One line of the list. */
export const MarketingLine = z.object({
  id: Id,
  name: z.string(),
  subject: z.string(),
  state: MarketingState,
  /** Who changed it last; absent where they are gone. */
  by: z.string().optional(),
  updatedAt: Time,
  sendAt: Time.optional(),
  begunAt: Time.optional(),
  endedAt: Time.optional(),
  /** Of one that is being sent or was, as its report has them. */
  numbers: z
    .object({
      sent: z.number().int(),
      delivered: z.number().int(),
      opened: z.number().int(),
      clicked: z.number().int(),
      replied: z.number().int(),
    })
    .optional(),
});
export type MarketingLine = z.infer<typeof MarketingLine>;

/** GET /api/v1/marketing: changed last, first. */
export const MarketingQuery = z.object({
  search: Text.trim().max(200).optional(),
  state: MarketingState.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(40),
});
export type MarketingQuery = z.infer<typeof MarketingQuery>;
export const MarketingList = z.object({ messages: z.array(MarketingLine), next: z.string().optional() });
export type MarketingList = z.infer<typeof MarketingList>;

/** GET /api/v1/marketing/{id} */
export const MarketingView = MarketingLine.extend({
  /** Grows with each change. Who changes says on which they build. */
  version: Version,
  content: Content,
  /** `MarketingSettings`, as far as they are chosen. */
  settings: z.record(z.string(), z.unknown()),
  timeZone: z.string().optional(),
  createdAt: Time,
  /** The asker's role allows changes, and it is a draft. */
  canChange: z.boolean(),
});
export type MarketingView = z.infer<typeof MarketingView>;

/** POST /api/v1/marketing */
export const NewMarketing = z.object({ name: Name, content: Content.optional() });
export type NewMarketing = z.input<typeof NewMarketing>;

/** PATCH /api/v1/marketing/{id}; DELETE takes it away, POST …/restore brings it back, POST …/duplicate copies it. */
export const ChangedMarketing = z
  .object({
    /** Which one the content builds on. A name is changed whatever else is. */
    version: Version.optional(),
    name: Name.optional(),
    content: Content.optional(),
  })
  .refine((change) => change.content === undefined || change.version !== undefined, {
    path: ['version'],
    message: 'say which version the content builds on',
  });
export type ChangedMarketing = z.infer<typeof ChangedMarketing>;
/** POST /api/v1/marketing/{id}/duplicate */
export const DuplicateMarketing = z.object({ name: Name });

/** GET /api/v1/marketing/{id}/versions: newest first; one for each while that somebody wrote. */
export const MarketingVersions = z.object({
  versions: z.array(
    z.object({ version: Version, subject: z.string(), by: z.string().optional(), begunAt: Time, at: Time }),
  ),
});
export type MarketingVersions = z.infer<typeof MarketingVersions>;
/** GET /api/v1/marketing/{id}/versions/{version} */
export const MarketingVersion = z.object({ version: Version, content: Content, at: Time });
export type MarketingVersion = z.infer<typeof MarketingVersion>;
/** POST /api/v1/marketing/{id}/versions/{version}/restore: its content becomes the newest version. */
export const RestoreVersion = z.object({ version: Version });

/** POST /api/v1/marketing/preview: as a contact would get it; without one, as somebody of whom nothing is known. */
export const PreviewMarketing = z.object({ content: Content, contactId: Id.optional() });
export const MarketingPreview = z.object({
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  /** The plain-text part with its fields as they are named. */
  plain: z.string(),
  /** Of the HTML. */
  bytes: z.number().int(),
  problems: z.array(ContentProblem),
  /** Fields that are empty for this contact and have no fallback. */
  unfilled: z.array(z.string()),
  links: z.array(z.object({ target: z.string(), text: z.string() })),
});
export type MarketingPreview = z.infer<typeof MarketingPreview>;

/** GET /api/v1/marketing/fields: what may stand in a text, with the account's own properties. */
export const MarketingFields = z.object({
  fields: z.array(z.object({ field: z.string(), name: z.string().optional() })),
});
export type MarketingFields = z.infer<typeof MarketingFields>;

export const MOST_PICTURE_BYTES = 2 * 1024 * 1024;
export const MarketingPicture = z.object({
  id: Id,
  /** Never changes, and shows the picture to whoever has it. */
  url: z.string(),
  name: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  size: z.number().int(),
});
export type MarketingPicture = z.infer<typeof MarketingPicture>;
/** GET /api/v1/marketing/pictures: the newest first. */
export const MarketingPictures = z.object({ pictures: z.array(MarketingPicture) });
