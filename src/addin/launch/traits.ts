import { lower } from '../../core/part';
import type { AccountPolicy, MessageTraits } from '../../core/policy/types';
import { valueOr, type ComposeItem } from '../office';

export type SpecialTraits = Pick<MessageTraits, 'private' | 'encrypted' | 'meeting'>;

export const ORDINARY: SpecialTraits = { private: false, encrypted: false, meeting: false };

/** `IPM.Note.SMIME`, `IPM.Note.SMIME.MultipartSigned`, `IPM.Note.rpmsg…`: signed, enciphered or rights-managed. */
const SEALED = /^IPM\.Note\.(?:SMIME|rpmsg)\b/i;
const MEETING = /^IPM\.(?:Schedule\.Meeting|Appointment)\b/i;

/**
 * L4, A6: as far as this client can tell. Many lack one call or both; such a mail counts as ordinary here, and the
 * server finds out when it files the sent copy.
 */
export async function readTraits(item: ComposeItem, policy: AccountPolicy | null): Promise<SpecialTraits> {
  const itemClass = valueOr(await item.itemClass(), '');
  const labels = policy?.privateLabels;
  const label = labels?.length ? lower(valueOr(await item.label(), '')) : '';
  return {
    encrypted: SEALED.test(itemClass),
    meeting: MEETING.test(itemClass),
    private: !!label && !!labels?.some((id) => lower(id) === label),
  };
}
