import type { Transaction } from 'kysely';
import type { WhyNothing } from '../../core/api/hits';
import { recipientVisibleTo, type Viewer } from '../crm/visibility';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { firstUuidAt } from '../store/uuid-v7';
import { presentDomain } from './domains';
import { hitsKeptSince } from './hit-retention';
import { hitViews } from './hit-views';
import { accountSettings } from './message-rows';
import type { MessageRow } from './people-of';
import { frozenPolicy, whoseHits } from './whose';

/** A tracking domain that nobody has asked for this long is worth a look. */
const QUIET_DOMAIN_MS = 7 * 86_400_000;

type Answer = WhyNothing['answers'][number];

/**
 * O13: why a tracked message shows no opens and clicks, from its sent copy, what was put in, delivery, settings, what was
 * asked for and held back, and whether the tracking domain is heard at all; what to look at first stands first. It never
 * says that a mail was not read (O12), and of silenced hits not that there were any (P3).
 */
export async function whyNothing(
  trx: Transaction<Database>,
  viewer: Viewer,
  message: MessageRow,
  services: Pick<Services, 'urls' | 'clock'>,
): Promise<WhyNothing> {
  const now = services.clock.now();
  const { hits } = await hitViews(trx, viewer, message);
  return {
    answers: [
      ...ofTest(message),
      ...ofSending(message),
      ...(await ofDelivery(trx, viewer, message)),
      ...ofMarks(message),
      ...(await ofSettings(trx, message, now)),
      ...(await ofVerdicts(trx, message, hits, now)),
      ...(await ofDomain(trx, message, services, now)),
      {
        about: 'reader',
        text: 'Who reads without loading images, or as plain text, cannot be seen. That nothing shows does not mean that the mail was not read.',
      },
    ],
  };
}

function ofTest(message: MessageRow): Answer[] {
  if (frozenPolicy(message).test !== true) return [];
  return [
    {
      about: 'settings',
      text: 'It is a test: what asks for it is listed with its verdict and counts nowhere.',
    },
  ];
}

function ofSending({ state }: MessageRow): Answer[] {
  switch (state) {
    case 'sending':
      return [
        { about: 'sent copy', text: 'Outlook is still sending it: no copy in Sent Items has been seen.' },
      ];
    case 'sent-reported':
      return [
        {
          about: 'sent copy',
          text: 'The add-in reported it as sent, but its copy in Sent Items has not been seen. If your mailbox is not connected, connect it in the settings.',
        },
      ];
    case 'not-confirmed':
      return [
        {
          about: 'sent copy',
          text: 'No copy in Sent Items was seen within seven days: it may never have left. Look in your Outbox and Drafts.',
        },
      ];
    case 'sent':
    case 'received':
    case 'undone':
      return [];
  }
}

async function ofDelivery(
  trx: Transaction<Database>,
  viewer: Viewer,
  message: MessageRow,
): Promise<Answer[]> {
  const rows = await trx
    .selectFrom('message_recipients as r')
    .select(['r.address', 'r.delivery', 'r.delivery_detail'])
    .where('r.account_id', '=', message.account_id)
    .where('r.message_id', '=', message.id)
    .where('r.delivery', 'in', ['failed', 'delayed'])
    .where(recipientVisibleTo(viewer))
    .orderBy('r.idx')
    .limit(10)
    .execute();
  return rows.map(({ address, delivery, delivery_detail: detail }) => ({
    about: 'delivery',
    text:
      (delivery === 'failed'
        ? `It could not be delivered to ${address}`
        : `Its delivery to ${address} is delayed`) + (detail === null ? '.' : `: ${detail}`),
  }));
}

/** What the mail bears, as its sent copy shows. */
function ofMarks({ tracked_image: image, links_tracked: links }: MessageRow): Answer[] {
  if (image) return [];
  return [
    {
      about: 'marks',
      text:
        links > 0
          ? 'It carries no image, so only clicks can be seen.'
          : 'It carries neither an image nor tracked links.',
    },
  ];
}

async function ofSettings(trx: Transaction<Database>, message: MessageRow, now: Date): Promise<Answer[]> {
  const settings = await accountSettings(trx, message.account_id);
  const answers: Answer[] = [];
  if (settings.opens === false) {
    answers.push({ about: 'settings', text: 'Your company has turned opens off.' });
  }
  if (settings.clicks === false) {
    answers.push({ about: 'settings', text: 'Your company has turned clicks off.' });
  }
  const kinds = [
    ...(message.tracked_image ? (['open'] as const) : []),
    ...(message.links_tracked > 0 ? (['click'] as const) : []),
  ];
  // A copy of marketing mail carries nothing where nothing may be told (P2); what was said since stands in its report.
  if (message.kind === 'marketing') return answers;
  const whose = await whoseHits(trx, settings, message, []);
  const recipients = await recipientsApart(trx, message);
  for (const kind of kinds) {
    const silent = recipients.filter((recipient) => whose({ kind, recipient, at: now }).told === 'nobody');
    if (silent.length === 0) continue;
    const what = kind === 'open' ? 'Opens' : 'Clicks';
    answers.push({
      about: 'settings',
      text:
        silent.length === recipients.length
          ? `${what} of this mail are shown to nobody: a recipient has objected or withdrawn consent, or “no tracking” is set for them.`
          : `${what} by some of its recipients are shown to nobody: they have objected or withdrawn consent, or “no tracking” is set for them.`,
    });
  }
  return answers;
}

/** Those with an image and links of their own (O11); else 0, whom all share (O10). */
async function recipientsApart(trx: Transaction<Database>, message: MessageRow): Promise<number[]> {
  const rows = await trx
    .selectFrom('message_recipients')
    .select('idx')
    .where('account_id', '=', message.account_id)
    .where('message_id', '=', message.id)
    .where('token', 'is not', null)
    .execute();
  return rows.length > 0 ? rows.map(({ idx }) => idx) : [0];
}

async function ofVerdicts(
  trx: Transaction<Database>,
  message: MessageRow,
  hits: Awaited<ReturnType<typeof hitViews>>['hits'],
  now: Date,
): Promise<Answer[]> {
  const of = (verdict: string | undefined) => hits.filter((hit) => hit.verdict === verdict);
  const times = (n: number): string => (n === 1 ? 'once' : `${n} times`);
  const [machine, unsure, self, waiting] = [of('machine'), of('unsure'), of('self'), of(undefined)];
  const names = [...new Set(machine.flatMap(({ via }) => via ?? []))];
  const answers: Answer[] = [];
  if (machine.length > 0) {
    const by = names.length > 0 ? ` (${names.join(', ')})` : '';
    answers.push({
      about: 'verdicts',
      text: `Machines asked for it ${times(machine.length)}${by}; that does not count. If it was a person, say so below.`,
    });
  }
  if (unsure.length > 0) {
    answers.push({
      about: 'verdicts',
      text: `It was asked for ${times(unsure.length)} by what could not be told from a machine; that does not count.`,
    });
  }
  if (self.length > 0) {
    answers.push({
      about: 'verdicts',
      text: `You looked at it yourself ${times(self.length)}; that does not count.`,
    });
  }
  if (waiting.length > 0) {
    answers.push({
      about: 'verdicts',
      text: 'It was asked for just now; the verdict is due within ten seconds.',
    });
  }
  const kept = hitsKeptSince(await accountSettings(trx, message.account_id), now);
  if (message.at < kept) {
    answers.push({
      about: 'verdicts',
      text: `What asked for it before ${kept.toISOString().slice(0, 10)} is no longer kept; opens and clicks of that time still count.`,
    });
  } else if (hits.length === 0) {
    answers.push({
      about: 'verdicts',
      text: 'Nothing that may be shown has asked for its image or links so far.',
    });
  }
  return answers;
}

async function ofDomain(
  trx: Transaction<Database>,
  message: MessageRow,
  services: Pick<Services, 'urls'>,
  now: Date,
): Promise<Answer[]> {
  const hits = trx.selectFrom('hits').select('at').where('account_id', '=', message.account_id).limit(1);
  const week = new Date(now.getTime() - QUIET_DOMAIN_MS);
  const recent = await hits.where('id', '>', firstUuidAt(week)).where('at', '>', week).executeTakeFirst();
  if (recent) return [];
  const last = await hits.executeTakeFirst();
  const { host } = await presentDomain(trx, services, message.account_id, { address: message.from_address });
  return [
    {
      about: 'domain',
      text: last
        ? `For a week nothing of any mail has been asked for at ${host}. Open https://${host}/o/x.gif from outside your network: an empty picture must come.`
        : `Nothing of any mail has ever been asked for at ${host}. Open https://${host}/o/x.gif from outside your network: an empty picture must come.`,
    },
  ];
}
