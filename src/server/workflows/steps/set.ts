import type { ContactEdit } from '../../../core/api/contacts';
import type { Step } from '../../../core/workflows';
import { changeContacts, changesOf, standingOf } from '../../crm/change-contacts';
import { contactFields, troubleWith } from '../../crm/contact-fields';
import { StepFailed } from '../step-failed';
import type { Outcome, Round, RunStep } from '../walker';

/** Nobody's: a workflow did it. */
export const NO_USER = 0;

/** Sets a property as a person would, with what it was before kept. */
export const runSet: RunStep<Extract<Step, { kind: 'set' }>> = async (round, step, group) => {
  const { trx, workflow, now, standing } = round;
  const edit = await editOf(round, step);
  const contacts = [...new Set(group.map(({ contact }) => contact))];
  const changing = contacts.flatMap((id) => {
    const contact = standing.get(id);
    return contact && changesOf(contact, edit).length > 0 ? [contact] : [];
  });
  if (changing.length > 0) {
    await changeContacts(
      trx,
      { account: workflow.account_id, user: NO_USER },
      changing.map((contact) => ({ contact, edit })),
      { now, source: 'workflow' },
    );
    const changed = await standingOf(
      trx,
      workflow.account_id,
      changing.map(({ id }) => id),
    );
    for (const [id, contact] of changed) standing.set(id, contact);
  }
  const left = new Set(changing.map(({ id }) => id));
  return group.map(
    // Of one who is here twice, the first changes it.
    ({ contact }): Outcome => ({ go: 'on', result: { changed: left.delete(contact) } }),
  );
};

/** The step as a change that people make; fails where the property, or its choice, is gone. */
export async function editOf(
  { trx, workflow }: Pick<Round, 'trx' | 'workflow'>,
  { property, value }: Extract<Step, { kind: 'set' }>,
): Promise<ContactEdit> {
  switch (property) {
    case 'company':
    case 'phone':
      return { [property]: value === null ? '' : String(value) };
    case 'owner': {
      if (typeof value !== 'number') return { owner: null };
      const user = await trx
        .selectFrom('users')
        .select('id')
        .where('account_id', '=', workflow.account_id)
        .where('id', '=', value)
        .where('status', '=', 'active')
        .executeTakeFirst();
      if (!user) throw new StepFailed('user-gone');
      return { owner: value };
    }
    default: {
      const key = property?.startsWith('custom:') === true ? property.slice('custom:'.length) : undefined;
      const field = (await contactFields(trx, workflow.account_id)).find((one) => one.key === key);
      if (!field || troubleWith(field, value) !== undefined) throw new StepFailed('property-gone');
      return { custom: { [field.key]: value } };
    }
  }
}
