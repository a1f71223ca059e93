import { z } from 'zod';
import { Id, Text, Time } from './shared';

const KeyRole = z.enum(['member', 'marketer', 'admin']);

/** K5: a key for programs. Its letters are shown once, when it is made. */
export const ApiKeyView = z.object({
  id: Id,
  /** `personal`: sees and does what its owner may; `account`: nobody's own. */
  kind: z.enum(['personal', 'account']),
  name: z.string(),
  /** By which one tells it from others: its first letters. */
  shown: z.string(),
  role: KeyRole,
  access: z.enum(['read', 'write']),
  madeBy: z.object({ id: z.number().int(), name: z.string() }),
  createdAt: Time,
  expiresAt: Time,
  lastUsedAt: Time.optional(),
  revokedAt: Time.optional(),
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** GET /api/v1/api-keys: one's own, and an administrator sees all. */
export const ApiKeys = z.object({ keys: z.array(ApiKeyView) });
export type ApiKeys = z.infer<typeof ApiKeys>;

/** POST /api/v1/api-keys */
export const NewApiKey = z.object({
  kind: z.enum(['personal', 'account']),
  name: Text.trim().min(1).max(100),
  /** Never more than whoever makes it. */
  role: KeyRole,
  access: z.enum(['read', 'write']),
  days: z.number().int().min(1).max(730),
});
export type NewApiKey = z.infer<typeof NewApiKey>;
export const MadeApiKey = z.object({ key: ApiKeyView, secret: z.string() });
export type MadeApiKey = z.infer<typeof MadeApiKey>;
