import type { Transaction } from 'kysely';
import type { Delivery as Delivered } from '../../../core/incoming';
import { foldAddress, workDomainOf } from '../../crm/contacts';
import type { Database, Delivery } from '../../store/schema';
import type { Answer } from './answers';

/** A recipient of the message that a report is about. */
interface Standing {
  idx: number;
  address: string;
  contact_id: string | null;
}

/** Whom a report names; one that names nobody is about the only one there is. */
function namedAmong(
  { original, copy }: Answer,
  recipients: readonly Standing[],
  named: string | undefined,
): Standing | undefined {
  const whose = original.kind === 'marketing' ? recipients.find(({ idx }) => idx === copy) : undefined;
  if (named === undefined) return whose ?? onlyRecipient(recipients);
  const found = recipients.find((r) => foldAddress(r.address) === foldAddress(named));
  if (found) return found;
  // A copy names itself; its server may say an alias as it knows it. Where it was passed on to is not where we sent it.
  const company = workDomainOf(named);
  return whose && company !== null && company === workDomainOf(whose.address) ? whose : undefined;
}

const onlyRecipient = (recipients: readonly Standing[]): Standing | undefined =>
  recipients.length === 1 ? recipients[0] : undefined;

/** Marks who complained; resolves to those who are known. */
export async function applyComplaint(
  trx: Transaction<Database>,
  answer: Answer,
  complainants: readonly string[],
): Promise<Standing[]> {
  const recipients = await recipientsOfOriginal(trx, answer, complainants);
  const named = complainants.flatMap((address) => namedAmong(answer, recipients, address) ?? []);
  // Many a report hides who complained, or names whom the mail was passed on to.
  const theirs = named.length > 0 ? named : [namedAmong(answer, recipients, undefined)];
  const known = theirs.filter((who) => who !== undefined);
  for (const { idx } of known) await setDelivery(trx, answer, idx, 'complaint', 'marked as unwanted');
  return known;
}

/** Of marketing mail a report stands with the copy that it names, whoever wrote it. */
export function ofCopy(
  { original, copy }: Answer,
  who: Standing | undefined,
): { recipient?: number; contact?: string } {
  const recipient = who?.idx ?? copy;
  if (original.kind !== 'marketing' || recipient === undefined) return {};
  return { recipient, ...(who?.contact_id != null && { contact: who.contact_id }) };
}

type Outcome = Omit<Delivered, 'recipient'> & { who: Standing };

/** Writes each named recipient's delivery. */
export async function applyDeliveries(trx: Transaction<Database>, answer: Answer): Promise<Outcome[]> {
  const told = answer.judged.delivery ?? [];
  const recipients = await recipientsOfOriginal(
    trx,
    answer,
    told.flatMap(({ recipient }) => recipient ?? []),
  );
  const reports: readonly Delivered[] =
    told.length > 0 || answer.judged.kind !== 'bounce' ? told : [{ action: 'failed' }];
  const outcomes: Outcome[] = [];
  for (const { recipient, ...became } of reports) {
    const who = namedAmong(answer, recipients, recipient);
    if (!who || outcomes.some((o) => o.who.idx === who.idx)) continue;
    outcomes.push({ who, ...became });
    await setDelivery(trx, answer, who.idx, became.action, became.status);
  }
  return outcomes;
}

/** Of marketing mail, which may have gone to a million: whose copy it is, and these addresses. */
async function recipientsOfOriginal(
  trx: Transaction<Database>,
  { account, original, copy, answerer }: Answer,
  named: readonly string[],
): Promise<Standing[]> {
  const all = trx
    .selectFrom('message_recipients')
    .select(['idx', 'address', 'contact_id'])
    .where('account_id', '=', account)
    .where('message_id', '=', original.id)
    .orderBy('idx');
  if (original.kind !== 'marketing') return all.execute();
  const folded = named.map(foldAddress);
  const byAddress =
    folded.length === 0 ? [] : await all.where('via', '=', 'to').where('address', 'in', folded).execute();
  const own = copy ?? answerer.recipient;
  return own === undefined ? byAddress : [...(await all.where('idx', '=', own).execute()), ...byAddress];
}

/** What is further on stays, in whatever order reports come: a late "delayed" of another hop undoes nothing. */
const COURSE: readonly Delivery[] = ['unknown', 'delayed', 'delivered', 'failed', 'complaint'];

export async function setDelivery(
  trx: Transaction<Database>,
  answer: Answer,
  recipient: number,
  delivery: Delivery,
  detail?: string,
): Promise<void> {
  await trx
    .updateTable('message_recipients')
    .set({ delivery, delivery_detail: detail ?? null, delivery_at: answer.at })
    .where('account_id', '=', answer.account)
    .where('message_id', '=', answer.original.id)
    .where('idx', '=', recipient)
    .where('delivery', 'in', COURSE.slice(0, COURSE.indexOf(delivery)))
    .execute();
}
