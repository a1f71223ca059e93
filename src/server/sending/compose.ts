import type { Kysely } from 'kysely';
import type { RecipientAnswer, SentReport, Ticket } from '../../core/api/launch';
import type { DraftMail, UnfilledField } from '../../core/api/sending';
import { embed, strip } from '../../core/embed';
import { FIELDS, readFields, type FieldValues } from '../../core/fields';
import { resolvePolicy, type ResolvedPolicy } from '../../core/policy';
import { makeToken } from '../../core/token';
import { foldAddress } from '../crm/contacts';
import type { Database } from '../store/schema';
import { recipientAnswers, type Sender } from '../tracking/answers';
import { contactValues, senderValues } from './field-values';

export interface Recipient {
  address: string;
  name: string;
  via: 'to' | 'cc' | 'bcc';
}

/** One mail that leaves: to all of them together (0), or to one of them (from 1). */
export interface Copy {
  idx: number;
  recipients: Recipient[];
  /** Null: it carries no mark of ours. */
  token: string | null;
  policy: ResolvedPolicy;
  /** Makes its text. Each time anew: those of many may be too much to hold at once. */
  make(): Made;
}

/** The text of a copy. */
export interface Made {
  subject: string;
  /** As its writer wrote it, with the fields filled. */
  written: string;
  /** As it leaves. */
  html: string;
  image: boolean;
  links: SentReport['links'];
}

export interface Composed {
  copies: Copy[];
  /** Everybody on the mail, each once, in the order of the message's recipients. */
  recipients: Recipient[];
  answers: RecipientAnswer[];
  unfilled: UnfilledField[];
  /** Something in braces that is no field: it would leave as it stands. */
  faults: boolean;
  /** What may stand for all of them: apart, the fields of whom it is written to are left as their names. */
  shared: { subject: string; html: string };
}

/** Everybody on a draft once; who stands on several lines counts by the first. */
export function recipientsOf(draft: Pick<DraftMail, 'to' | 'cc' | 'bcc' | 'apart'>): Recipient[] {
  const seen = new Map<string, Recipient>();
  for (const via of ['to', 'cc', 'bcc'] as const) {
    for (const { address, name } of draft[via]) {
      const folded = foldAddress(address);
      if (!seen.has(folded))
        seen.set(folded, { address: folded, name: name.trim(), via: draft.apart ? 'to' : via });
    }
  }
  return [...seen.values()];
}

/** What the texts of all copies of a draft come to, in bytes; 0 where one text goes to all. */
export const apartBytes = (draft: DraftMail): number =>
  draft.apart ? recipientsOf(draft).length * Buffer.byteLength(draft.html) : 0;

/**
 * What leaves of a draft, by the same rules as what leaves from Outlook: fields filled, policy resolved, image and links
 * put in. Apart (O11), each recipient's policy is their own, since nothing is shared. `ticket` null: what it would be.
 */
export async function compose(
  db: Kysely<Database>,
  sender: Sender,
  draft: DraftMail,
  mint: { ticket: Ticket; nonce: string } | null,
): Promise<Composed> {
  const recipients = recipientsOf(draft);
  const answers = await recipientAnswers(
    db,
    sender,
    recipients.map(({ address }) => address),
  );
  const fields = await contactValues(db, sender.account, recipients);
  const mine = await senderValues(db, sender.account, sender.user);
  const switches = {
    ...(draft.track !== undefined && { track: draft.track }),
    ...(draft.log !== undefined && { log: draft.log }),
  };
  const unfilled: UnfilledField[] = [];
  const subject = readFields(draft.subject);
  const body = readFields(draft.html);

  const copyFor = (idx: number, to: Recipient[]): Copy => {
    const [first] = to;
    const values: FieldValues = { ...fields.get(first?.address ?? ''), ...mine };
    for (const field of new Set([...subject.unfilled(values), ...body.unfilled(values)])) {
      unfilled.push({ field, ...(idx > 0 && first && { address: first.address }) });
    }
    const policy = resolvePolicy({
      policy: sender.policy,
      policyAgeMs: 0,
      recipients: to.map(({ address }) => address),
      answers,
      switches,
      message: { html: true, private: false, encrypted: false, meeting: false },
    });
    const token =
      mint && (policy.image || policy.links || policy.log)
        ? makeToken(mint.ticket, mint.nonce, to.length === 1 ? Math.max(1, idx) : idx)
        : null;
    return {
      idx,
      recipients: to,
      token,
      policy,
      make: () => {
        const written = body.fill(values, true);
        const put = embedded(written, policy, sender, mint && token !== null ? { ...mint, token } : null);
        return { subject: subject.fill(values, false), written, ...put };
      },
    };
  };

  const copies = draft.apart
    ? recipients.map((one, i) => copyFor(i + 1, [one]))
    : recipients.length === 0
      ? []
      : [copyFor(0, recipients)];
  const ofAll: FieldValues = draft.apart
    ? { ...UNNAMED, ...mine }
    : { ...fields.get(recipients[0]?.address ?? ''), ...mine };
  return {
    copies,
    recipients,
    answers,
    unfilled: once(unfilled),
    faults: subject.faults.length + body.faults.length > 0,
    shared: { subject: subject.fill(ofAll, false), html: body.fill(ofAll, true) },
  };
}

/** The fields of whom it is written to, left as they are named. */
const UNNAMED: FieldValues = Object.fromEntries(
  FIELDS.filter((field) => field.startsWith('contact.')).map((field) => [field, `{{ ${field} }}`]),
);

const once = (fields: readonly UnfilledField[]): UnfilledField[] => [
  ...new Map(fields.map((one) => [`${one.field} ${one.address ?? ''}`, one])).values(),
];

/** Image and links put in, and marks of earlier mail taken out (O9). */
function embedded(
  html: string,
  policy: ResolvedPolicy,
  sender: Sender,
  mint: { ticket: Ticket; token: string } | null,
): Pick<Made, 'html' | 'image' | 'links'> {
  const { trackingHosts, excludedDomains } = sender.policy;
  if (!mint || (!policy.image && !policy.links)) {
    const bare = strip(html, trackingHosts);
    return { html: bare.removed > 0 ? bare.html : html, image: false, links: [] };
  }
  const made = embed(html, {
    ticket: mint.ticket,
    token: mint.token,
    image: policy.image,
    links: policy.links && mint.ticket.linkKey !== undefined,
    excludedDomains,
    trackingHosts,
  });
  let next = made.links.filter(({ tracked }) => tracked).length;
  return {
    html: made.html,
    image: made.image,
    links: made.links.map(({ n, target, text, tracked, reason }) => ({
      n: n ?? ++next,
      target: target.slice(0, 4000),
      text: text.slice(0, 500),
      tracked,
      reason,
    })),
  };
}
