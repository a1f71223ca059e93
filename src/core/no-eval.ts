import { z } from 'zod';

/**
 * For pages whose policy forbids eval, which zod would otherwise try for speed and be reported for. Import it first:
 * schemas look at the setting when they are made.
 */
z.config({ jitless: true });
