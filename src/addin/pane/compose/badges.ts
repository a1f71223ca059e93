import type { BadgeProps } from '@fluentui/react-components';
import type { ContactCard } from '../../../core/api';
import type { RecipientAnswer, Standing } from '../../../core/policy/types';
import { sameAddress } from '../../../core/policy';
import { recipientWords, timeWords } from '../sentences';
import type { Texts } from '../texts';

const COLORS: Record<Standing, BadgeProps['color']> = {
  known: 'success',
  new: 'informative',
  noBasis: 'warning',
  objected: 'danger',
  neverLogged: 'danger',
  colleague: 'subtle',
  list: 'informative',
  noTracking: 'warning',
};

/** Who somebody on the mail is (A1): one or two words, and the reasons behind them. */
export interface PersonBadge {
  label: string;
  color: BadgeProps['color'];
  reasons: string[];
}

interface Known {
  address: string;
  answer: RecipientAnswer | undefined;
  contact: ContactCard | undefined;
}

/** `now` and `locale` for when they were last active. */
export function badgeOf(
  texts: Texts,
  { address, answer, contact }: Known,
  now: Date,
  locale: string,
): PersonBadge {
  if (!answer) return { label: texts.unknownStanding, color: 'subtle', reasons: [texts.unknownStanding] };
  const usual = contact?.addresses[0];
  const alias = answer.standing === 'known' && usual !== undefined && !sameAddress(usual, address);
  const words = recipientWords(texts, answer);
  return {
    label: labelOf(texts, answer, alias),
    color: COLORS[answer.standing],
    reasons: [
      ...(words === null ? [] : [words]),
      ...(alias && contact ? [texts.compose.alias(contact.name, usual)] : []),
      ...(answer.reason === 'notYetContact' ? [texts.compose.becomesContact] : []),
      ...(contact ? [activityOf(texts, contact, now, locale)] : []),
    ],
  };
}

function labelOf(texts: Texts, { standing, reason }: RecipientAnswer, alias: boolean): string {
  if (alias) return texts.badges.alias;
  if (reason === 'ownAddress' || reason === 'crmDropbox' || reason === 'noReplyAddress')
    return texts.badges[reason];
  return texts.standings[standing];
}

export const activityOf = (texts: Texts, contact: ContactCard, now: Date, locale: string): string =>
  contact.lastActivityAt === undefined
    ? texts.read.never
    : texts.read.lastActivity(timeWords(contact.lastActivityAt, now, locale));
