import { UndoneLog } from '../core/api/logs';
import { ApiError, Nothing, request } from './api';
import { texts } from './texts';

/** A mail is filed within a second where Microsoft answers; then this page need not wait for it. */
const LOOKS_MS = [250, 500, 1_000, 2_000, 4_000];

/** Has an undone log logged again; resolves once it is there, or is taking its time. Rejects with why it was refused. */
export async function logAgain(message: string): Promise<void> {
  const path = `/api/v1/messages/${message}/log`;
  await request(path, Nothing, { method: 'POST' });
  for (const ms of LOOKS_MS) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    const undone = await request(path, UndoneLog).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    });
    if (!undone) return;
    const { again } = undone;
    if (again?.state === 'refused') throw new ApiError(409, again.reason, texts.log.notAgain[again.reason]);
  }
}
