import { createHmac, randomBytes } from 'node:crypto';
import { askFrom, AskFailed, type Ask } from '../checks/ask';
import { customValues } from '../crm/contact-fields';
import type { Services } from '../services';
import { seal, unseal } from '../store/sealed';

/** Tries of one call: with the queue's back-off about an hour and a half. */
export const CALL_ATTEMPTS = 12;

const SECRET_LABEL = 'workflow-secret/1';
const SECRET_BYTES = 24;
const PREFIX = 'whsec_';

type Keys = Pick<Services, 'secrets'>;

/** A new secret for webhooks, as people copy it (Standard Webhooks), and as it is kept. */
export function newSecret({ secrets }: Keys): { secret: string; sealed: string } {
  const secret = `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
  return { secret, sealed: seal(secrets, SECRET_LABEL, secret) };
}

/** What a receiver checks: HMAC-SHA-256 of id, time and body under the secret's bytes, base64 (Standard Webhooks). */
export const signature = (secret: string, id: string, seconds: number, body: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
    .update(`${id}.${seconds}.${body}`)
    .digest('base64')}`;

type Needs = Pick<Services, 'store' | 'secrets' | 'clock'> & { ask?: Ask };

/** Nothing of ours is asked: what people type in leads outside, or nowhere. */
const askOutside = askFrom(new Set());

/**
 * Calls the address of a webhook step. What is sent is read when it is sent, and kept nowhere: the log has the address,
 * the answer's status and when. Throws where it is to be tried again.
 */
export async function call(needs: Needs, account: number, id: string, attempt: number): Promise<void> {
  const { store, clock } = needs;
  const found = await whatToCall(needs, account, id);
  if (!found) return;
  const outcome = typeof found === 'string' ? found : await post(needs, found, id);
  const delivered = typeof outcome === 'number' && outcome >= 200 && outcome < 300;
  const hopeless = typeof outcome === 'string' && HOPELESS.includes(outcome);
  const over = delivered || hopeless || attempt >= CALL_ATTEMPTS;
  await store.db
    .updateTable('workflow_calls')
    .set({
      state: delivered ? 'delivered' : over ? 'failed' : 'waiting',
      attempts: attempt,
      status: typeof outcome === 'number' ? outcome : null,
      error: typeof outcome === 'string' ? outcome : null,
      updated_at: clock.now(),
    })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
  if (!over) throw new Error(`a webhook was not taken: ${outcome}`);
}

/** What no second try changes. */
const HOPELESS: readonly string[] = ['private-address', 'no-secret', 'contact-gone', 'bad-address'];

interface Call {
  url: URL;
  secret: string;
  body: string;
}

async function whatToCall(
  { store, secrets, clock }: Needs,
  account: number,
  id: string,
): Promise<Call | string | undefined> {
  const row = await store.db
    .selectFrom('workflow_calls as c')
    .innerJoin('workflows as w', (join) =>
      join.onRef('w.account_id', '=', 'c.account_id').onRef('w.id', '=', 'c.workflow_id'),
    )
    .innerJoin('workflow_enrolments as e', (join) =>
      join.onRef('e.account_id', '=', 'c.account_id').onRef('e.id', '=', 'c.enrolment_id'),
    )
    .leftJoin('contacts as k', (join) =>
      join.onRef('k.account_id', '=', 'e.account_id').onRef('k.id', '=', 'e.contact_id'),
    )
    .select(['c.url', 'c.enrolment_id', 'c.at', 'w.id as workflow', 'w.name', 'w.sealed_secret'])
    .select([
      'k.id as contact',
      'k.name as contact_name',
      'k.company',
      'k.phone',
      'k.owner_user_id',
      'k.properties',
    ])
    .where('c.account_id', '=', account)
    .where('c.id', '=', id)
    .where('c.state', '=', 'waiting')
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.contact === null) return 'contact-gone';
  if (!URL.canParse(row.url)) return 'bad-address';
  const secret = row.sealed_secret === null ? undefined : unseal(secrets, SECRET_LABEL, row.sealed_secret);
  if (typeof secret !== 'string') return 'no-secret';
  const addresses = await store.db
    .selectFrom('contact_addresses')
    .select('address')
    .where('account_id', '=', account)
    .where('contact_id', '=', row.contact)
    .orderBy('is_primary', 'desc')
    .orderBy('address')
    .execute();
  const body = JSON.stringify({
    type: 'workflow.step',
    timestamp: clock.now().toISOString(),
    data: {
      workflow: { id: row.workflow, name: row.name },
      enrolment: row.enrolment_id,
      reachedAt: row.at.toISOString(),
      contact: {
        id: row.contact,
        name: row.contact_name,
        addresses: addresses.map(({ address }) => address),
        company: row.company,
        phone: row.phone,
        owner: row.owner_user_id,
        properties: customValues(row.properties),
      },
    },
  });
  return { url: new URL(row.url), secret, body };
}

/** The answer's status, or why there was none. */
async function post({ clock, ask = askOutside }: Needs, { url, secret, body }: Call, id: string) {
  const seconds = Math.floor(clock.now().getTime() / 1_000);
  try {
    const { status } = await ask(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Mailtrail',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signature(secret, id, seconds, body),
      },
      body,
    });
    return status;
  } catch (error) {
    if (error instanceof AskFailed) return error.reason;
    throw error;
  }
}
