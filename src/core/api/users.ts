import { z } from 'zod';
import { Id, Text, Time } from './shared';

export const UserRole = z.enum(['member', 'marketer', 'admin']);
export const UserSeat = z.enum(['free', 'paid']);
const Person = z.object({ id: z.number().int(), name: z.string() });

/** What of a person who left is a colleague's now (S5). */
export const Handover = z.object({
  id: Id,
  to: Person,
  at: Time,
  contacts: z.number().int(),
  teams: z.number().int(),
});
export type Handover = z.infer<typeof Handover>;

/** GET /api/v1/users */
export const UserView = Person.extend({
  email: z.string(),
  role: UserRole,
  seat: UserSeat,
  status: z.enum(['active', 'disabled']),
  disabledAt: Time.optional(),
  teams: z.array(z.object({ id: Id, name: z.string() })),
  /** What they have: told to administrators alone. */
  holds: z
    .object({
      contacts: z.number().int(),
      mailboxes: z.array(z.object({ id: Id, address: z.string() })),
      handover: Handover.optional(),
    })
    .optional(),
});
export type UserView = z.infer<typeof UserView>;
export const Users = z.object({ users: z.array(UserView) });

/** PATCH /api/v1/users/{id} */
export const UserChange = z
  .object({ role: UserRole, seat: UserSeat, status: z.enum(['active', 'disabled']) })
  .partial()
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'name what is to change');
export type UserChange = z.infer<typeof UserChange>;

/** POST /api/v1/users/{id}/handover: to whom. */
export const NewHandover = z.object({ to: z.number().int().positive() }).strict();

/** GET /api/v1/teams: who sees the mailbox of a team, and mail that is its team's (P7). */
export const TeamView = z.object({
  id: Id,
  name: z.string(),
  members: z.array(Person.extend({ status: z.enum(['active', 'disabled']) })),
  mailboxes: z.array(z.object({ id: Id, address: z.string() })),
});
export type TeamView = z.infer<typeof TeamView>;
export const Teams = z.object({ teams: z.array(TeamView) });

/** POST /api/v1/teams, PATCH /api/v1/teams/{id} */
export const TeamName = z.object({ name: Text.trim().min(1).max(100) }).strict();
