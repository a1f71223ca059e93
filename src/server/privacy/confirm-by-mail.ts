import { z } from 'zod';
import { enqueue, type JobHandlers } from '../jobs';
import type { Services } from '../services';
import { addressHash } from './address-hash';
import { mailboxPage } from './grants';
import { accountsKnowing } from './known-of-recipient';
import { RECIPIENT_LANGUAGES, RECIPIENT_TEXTS, type RecipientLanguage } from './recipient-texts';
import { seal, unseal } from '../store/sealed';

/** Sends the link to somebody who named their address. */
export const CONFIRM_JOB = 'privacy.confirm-address';
const LABEL = 'named-address/1';
/** One mail per address in this time, whoever asks how often: the form must not become a way to flood a mailbox. */
const AGAIN_AFTER_MS = 10 * 60_000;

const Payload = z.object({ sealed: z.string(), askedAt: z.number() });
const Named = z.object({ address: z.string(), language: z.enum(RECIPIENT_LANGUAGES) });

/**
 * Takes the address that somebody named, folded; the queue does the rest, so that the answer takes as long for an
 * address that nobody ever wrote to.
 */
export async function confirmByMail(
  { store, secrets, clock }: Pick<Services, 'store' | 'secrets' | 'clock'>,
  address: string,
  language: RecipientLanguage,
): Promise<void> {
  const now = clock.now().getTime();
  // No account's: the key says nothing of who it is.
  const key = addressHash(secrets, 0, address);
  await store.tx(async (trx) => {
    const before = await trx
      .selectFrom('jobs')
      .select('payload')
      .where('account_id', '=', 0)
      .where('type', '=', CONFIRM_JOB)
      .where('key', '=', key)
      .executeTakeFirst();
    const asked = Payload.safeParse(before?.payload);
    if (asked.success && now - asked.data.askedAt < AGAIN_AFTER_MS) return;
    await enqueue(trx, {
      account: 0,
      type: CONFIRM_JOB,
      key,
      payload: { sealed: seal(secrets, LABEL, { address, language }), askedAt: now },
    });
  });
}

export function confirmJobs(services: Services): JobHandlers {
  return {
    [CONFIRM_JOB]: async ({ payload }) => {
      const { sealed } = Payload.parse(payload);
      const { address, language } = Named.parse(unseal(services.secrets, LABEL, sealed));
      if (!services.mail) return;
      if ((await accountsKnowing(services.store.db, address)).length === 0) return;
      const { subject, body } = RECIPIENT_TEXTS[language].confirm;
      await services.mail.send({
        to: address,
        subject,
        text: body(`${mailboxPage(services, address)}?lang=${language}`),
      });
    },
  };
}
