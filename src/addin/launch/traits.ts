import type { AccountPolicy, MessageTraits } from '../../core/policy/types';
import type { ComposeItem } from '../office';

export type SpecialTraits = Pick<MessageTraits, 'private' | 'encrypted' | 'meeting'>;

export const ORDINARY: SpecialTraits = { private: false, encrypted: false, meeting: false };

/** `IPM.Note.SMIME`, `IPM.Note.SMIME.MultipartSigned`, `IPM.Note.rpmsg…`: signed, enciphered or rights-managed. */
const SEALED = /^IPM\.Note\.(?:SMIME|rpmsg)\b/i;
const MEETING = /^IPM\.(?:Schedule\.Meeting|Appointment)\b/i;

/** What an item's class and label say of it; "" where the client does not tell. */
export const traitsOf = (
  itemClass: string,
  label: string,
  privateLabels: readonly string[],
): SpecialTraits => ({
  encrypted: SEALED.test(itemClass),
  meeting: MEETING.test(itemClass),
  private: label !== '' && privateLabels.some((id) => id.toLowerCase() === label.toLowerCase()),
});

/**
 * L4, A6: as far as this client can tell. Many lack one call or both; such a mail counts as ordinary here, and the
 * server finds out when it files the sent copy.
 */
export async function readTraits(item: ComposeItem, policy: AccountPolicy | null): Promise<SpecialTraits> {
  const itemClass = await item.itemClass();
  const labels = policy?.privateLabels ?? [];
  const label = labels.length > 0 ? await item.label() : null;
  return traitsOf(itemClass.ok ? itemClass.value : '', label?.ok ? label.value : '', labels);
}
