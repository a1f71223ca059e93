import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { enqueue } from '../jobs';
import type { Services } from '../services';
import type { IngestRecord } from '../store/ingest-log';
import type { Database } from '../store/schema';
import { readAllAgain } from './folders';
import { FOREVER, RENEW, SUBSCRIBE, SYNC } from './job-types';
import { readClientState, type MailboxKey } from './client-state';

/** The kind of record in the ingest log. */
export const GRAPH_NOTIFICATION = 'graph-notification';

const LONGEST_ID = 64;

/** What a notification comes down to: look there, and why. */
export const WakeUp = z.object({
  account: z.number().int(),
  mailbox: z.uuid(),
  why: z.enum(['created', 'missed', 'removed', 'reauthorize']),
  /** As the notification says them; both in lower case. */
  tenant: z.string().max(LONGEST_ID).optional(),
  subscription: z.string().max(LONGEST_ID).optional(),
});
export type WakeUp = z.infer<typeof WakeUp>;

/** Anything that a handshake could need; Graph's tokens are a few hundred characters. */
const LONGEST_TOKEN = 2_048;
const LARGEST_BODY = 1_048_576;

/** Lifecycle notifications lack half of the fields that Microsoft's description calls required (facts: 1.3). */
const Body = z.object({ value: z.array(z.unknown()) });
const Id = z
  .string()
  .max(LONGEST_ID)
  .transform((id) => id.toLowerCase())
  .optional()
  .catch(undefined);
const Item = z.object({
  clientState: z.string(),
  lifecycleEvent: z.string().nullish(),
  tenantId: Id,
  subscriptionId: Id,
});

const LIFECYCLE: Record<string, WakeUp['why']> = {
  missed: 'missed',
  subscriptionremoved: 'removed',
  reauthorizationrequired: 'reauthorize',
};

/**
 * Takes the items of a notification that are ours, one per mailbox and reason, and counts the others. The answer to
 * the caller is the same for both: a stranger learns nothing of which mailboxes there are.
 */
export function readNotification(
  body: unknown,
  ours: (clientState: string) => MailboxKey | undefined,
): { wakeUps: WakeUp[]; dropped: number } {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return { wakeUps: [], dropped: 1 };
  const wakeUps = new Map<string, WakeUp>();
  let dropped = 0;
  for (const raw of parsed.data.value) {
    const item = Item.safeParse(raw);
    const key = item.success ? ours(item.data.clientState) : undefined;
    if (!item.success || !key) {
      dropped += 1;
      continue;
    }
    const { lifecycleEvent, tenantId, subscriptionId } = item.data;
    const why = lifecycleEvent == null ? 'created' : (LIFECYCLE[lifecycleEvent.toLowerCase()] ?? 'missed');
    const wakeUp: WakeUp = {
      ...key,
      why,
      ...(tenantId !== undefined && { tenant: tenantId }),
      // A wake-up is one whichever subscription sent it; the end of a subscription is only its own.
      ...(why === 'removed' && subscriptionId !== undefined && { subscription: subscriptionId }),
    };
    wakeUps.set(JSON.stringify(wakeUp), wakeUp);
  }
  return { wakeUps: [...wakeUps.values()], dropped };
}

/**
 * POST /api/graph/notifications and /api/graph/lifecycle. A wake-up is answered 202 once it is durable, 503 when it
 * could not be kept: Graph then sends it again. No call to Graph and no query is made here (3 s rule).
 */
export function graphRoutes(root: FastifyInstance, services: Services): void {
  let dropped = 0;
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const handshake = validationToken(request.url);
    if (handshake !== undefined) {
      reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
      if (handshake.length > LONGEST_TOKEN) return reply.code(400).type('text/plain').send('');
      return reply.code(200).type('text/plain; charset=utf-8').send(handshake);
    }
    const read = readNotification(request.body, (state) => readClientState(services.secrets, state));
    if (read.dropped > 0) {
      dropped += read.dropped;
      services.log.warn({ dropped: read.dropped, total: dropped }, 'Graph notifications not for us: dropped');
    }
    try {
      // Side by side, so that one write to the disk serves all of a batch (3 s rule).
      await Promise.all(read.wakeUps.map((wakeUp) => services.ingest.append(GRAPH_NOTIFICATION, wakeUp)));
    } catch (error) {
      services.log.error({ err: error }, 'A Graph notification could not be kept; Graph will send it again');
      return reply.code(503).send();
    }
    return reply.code(202).send();
  };

  // Its own scope: these two alone take any body as text, so that a strange content type is no way to an error page.
  root.register(async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: LARGEST_BODY }, (_request, body, done) => {
      done(null, jsonOrNothing(body.toString()));
    });
    for (const url of ['/api/graph/notifications', '/api/graph/lifecycle']) {
      app.post(url, { schema: { hide: true } }, handle);
    }
  });
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The token of a handshake, decoded once, as a form is: Graph writes spaces as `+` (seen in the field) and a plus as
 * `%2B`.
 */
function validationToken(url: string): string | undefined {
  const start = url.indexOf('?');
  if (start < 0) return undefined;
  return new URLSearchParams(url.slice(start + 1)).get('validationToken') ?? undefined;
}

/** Carries a kept notification into the queue: called by the drain, in its transaction, exactly once per record. */
export async function applyGraphNotification(
  trx: Transaction<Database>,
  _services: unknown,
  record: Pick<IngestRecord, 'payload' | 'at'>,
): Promise<void> {
  const { account, mailbox, why, tenant, subscription } = WakeUp.parse(record.payload);
  const known = await trx
    .updateTable('mailboxes as m')
    .from('accounts as a')
    .set({ last_notification_at: record.at })
    .whereRef('a.id', '=', 'm.account_id')
    .where('m.account_id', '=', account)
    .where('m.id', '=', mailbox)
    .where('m.state', 'not in', ['disconnected', 'paused'])
    .$if(tenant !== undefined, (q) => q.where(sql`lower(a.tenant_id)`, '=', tenant))
    .returning('m.subscription_id')
    .executeTakeFirst();
  if (!known) return;
  const job = { account, key: mailbox, maxAttempts: FOREVER };
  if (why !== 'created') await readAllAgain(trx, { account, id: mailbox });
  await enqueue(trx, { ...job, type: SYNC });
  const standing = known.subscription_id?.toLowerCase();
  // One that was replaced since is no loss.
  if (
    why === 'removed' &&
    (subscription === undefined || standing === undefined || subscription === standing)
  ) {
    await trx
      .updateTable('mailboxes')
      .set({ subscription_id: null })
      .where('account_id', '=', account)
      .where('id', '=', mailbox)
      .execute();
    await enqueue(trx, { ...job, type: SUBSCRIBE });
  }
  if (why === 'reauthorize') await enqueue(trx, { ...job, type: RENEW });
}
