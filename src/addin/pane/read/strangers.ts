import type { ContactCard, LookupAnswer } from '../../../core/api';
import { sameAddress } from '../../../core/policy';
import type { Person } from '../../office';

interface Known extends Pick<LookupAnswer, 'ours'> {
  contacts: readonly Pick<ContactCard, 'addresses'>[];
}

/** Who could become a contact: neither one already, nor of the company, whose shared mailboxes stand on its mail too (A9). */
export function strangersAmong(people: readonly Person[], { contacts, ours = [] }: Known): Person[] {
  const known = [...ours, ...contacts.flatMap(({ addresses }) => addresses)];
  return people.filter(({ address }) => !known.some((one) => sameAddress(one, address)));
}
