import type { ColumnType } from 'kysely';

type OfAccount = { account_id: number };

/** The tables of migrations/0013-users.ts. */
export interface UserTables {
  handovers: OfAccount & {
    id: string;
    from_user_id: number;
    to_user_id: number;
    by_user_id: number;
    at: Date;
    undone_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  handed_contacts: OfAccount & { handover_id: string; contact_id: string };
  handed_teams: OfAccount & { handover_id: string; team_id: string };
  handed_mail: OfAccount & { from_user_id: number; to_user_id: number; handover_id: string; at: Date };
}
