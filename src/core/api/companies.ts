import { z } from 'zod';
import { Id, Text, Time } from './shared';

/** L3: where contacts work. */
export const CompanyCard = z.object({
  id: Id,
  name: z.string(),
  /** Whose addresses make a new contact one of this company. */
  domains: z.array(z.string()),
  owner: z.object({ id: z.number().int(), name: z.string() }).optional(),
  contacts: z.number().int(),
  lastActivityAt: Time.optional(),
});
export type CompanyCard = z.infer<typeof CompanyCard>;

/** GET /api/v1/companies: from A to Z. */
export const CompanyQuery = z.object({
  search: Text.trim().max(200).optional(),
  owner: z.union([z.literal('none'), z.coerce.number().int().positive()]).optional(),
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type CompanyQuery = z.infer<typeof CompanyQuery>;
export const CompanyPage = z.object({ companies: z.array(CompanyCard), next: z.string().optional() });
export type CompanyPage = z.infer<typeof CompanyPage>;

/** PATCH /api/v1/companies/{id} */
export const CompanyChange = z
  .object({
    name: Text.trim().min(1).max(200).optional(),
    owner: z.number().int().positive().nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'name at least one of name, owner');
export type CompanyChange = z.infer<typeof CompanyChange>;

/** POST, DELETE /api/v1/companies/{id}/domains */
export const CompanyDomain = z.object({ domain: Text.trim().toLowerCase().min(3).max(253) });

/** POST /api/v1/companies/{id}/merge */
export const MergeCompanies = z.object({ other: Id });
export const CompanyMerges = z.object({
  merges: z.array(z.object({ id: Id, name: z.string(), at: Time, by: z.string().optional() })),
});
export type CompanyMerges = z.infer<typeof CompanyMerges>;
