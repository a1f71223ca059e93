import type { ColumnType, Generated } from 'kysely';
import type { CheckOutcome } from '../../core/api/checks';
import type { Role } from './schema';

type OfAccount = { account_id: number };
type Later = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** The tables of migrations/0023-deployment.ts and 0024-api-keys.ts. */
export interface DeploymentTables {
  tracking_domains: OfAccount & {
    /** host[:port], lower case, as tickets are bound to it. */
    host: string;
    is_default: Generated<boolean>;
    /** `good` once it answered as it should; `failing` from the second wrong answer on. */
    state: Generated<'unchecked' | 'good' | 'failing'>;
    checks: ColumnType<CheckOutcome[], string | undefined, string>;
    checked_at: Later;
    /** It was good, and the latest answer was wrong. */
    suspect_since: Later;
    failing_since: Later;
    added_at: Date;
    /** No ticket is made for it any more; what was sent leads on. */
    removed_at: Later;
  };
  account_manifests: OfAccount & {
    version: string;
    /** Counts the account's manifests from 1. */
    number: number;
    xml: string;
    made_at: Date;
    /** When it was first downloaded. */
    fetched_at: Later;
    /** When an administrator said that it is the one in Microsoft 365. */
    deployed_at: Later;
  };
  api_keys: OfAccount & {
    id: string;
    /** Null: the account's, nobody's own. */
    user_id: number | null;
    made_by: number;
    name: string;
    hash: string;
    /** Its first letters, by which people tell keys apart. */
    shown: string;
    role: Role;
    access: 'read' | 'write';
    created_at: Date;
    expires_at: Date;
    last_used_at: Later;
    revoked_at: Later;
    revoked_by: ColumnType<number | null, number | null | undefined, number | null>;
  };
}
