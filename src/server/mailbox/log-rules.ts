import { DEFAULT_LOG_RULE, type LogReason, type LogRule } from '../../core/api/log-rules';
import type { IncomingKind } from '../../core/incoming';
import type { LogRule as StoredRule } from '../store/schema';

/** Of one mail, everything that decides whether it is logged. */
export interface RuledItem {
  direction: 'sent' | 'received';
  /** R2, of received mail. */
  kind?: IncomingKind;
  /** L4: why it is filed nowhere, whatever else speaks for it. */
  withheld?: 'private' | 'encrypted' | 'never-logged';
  /** Somebody outside the company wrote it or gets it. */
  outside: boolean;
  /** What it answers of ours: a logged message, a marketing message (R9). */
  answers?: 'logged' | 'marketing';
  /** Its writer (received) or one of its recipients (sent) is a contact. */
  knownContact: boolean;
  /** Outlook's categories on it. */
  categories: readonly string[];
  /** L8: a person wants it logged. */
  byHand?: boolean;
}

export interface LogVerdict {
  log: boolean;
  reason: LogReason;
}

const yes = (reason: LogReason): LogVerdict => ({ log: true, reason });
const no = (reason: LogReason): LogVerdict => ({ log: false, reason });

/** A stored rule with its defaults; a choice that lost its category logs nothing. */
export function logRuleOf(stored: StoredRule): LogRule {
  const rule = { ...DEFAULT_LOG_RULE, ...stored };
  return {
    ...rule,
    ...(rule.sent === 'category' && !rule.sentCategory && { sent: 'nothing' }),
    ...(rule.received === 'category' && !rule.receivedCategory && { received: 'nothing' }),
  };
}

/** Outlook compares names of categories without regard to case. */
const folded = (category: string): string => category.trim().toLowerCase();
export const bears = (categories: readonly string[], wanted: string | undefined): boolean =>
  wanted !== undefined && categories.some((one) => folded(one) === folded(wanted));

/**
 * L12: whether a mail is logged, and why. Pure: used where mail is filed, and for the preview of a rule. What a rule does
 * not want leaves nothing behind, unless it belongs to a tracked conversation (R10).
 */
export function wouldLog(rule: LogRule, item: RuledItem): LogVerdict {
  if (item.withheld) return no(item.withheld);
  if (!item.outside) return no('colleagues');
  if (item.byHand) return yes('by-hand');
  // R9: whatever the rule says.
  if (item.answers === 'marketing' && item.kind === 'reply') return yes('reply-to-marketing');
  const choice = rule[item.direction];
  if (choice === 'nothing') return no('rule-nothing');
  if (choice === 'category') {
    const wanted = item.direction === 'sent' ? rule.sentCategory : rule.receivedCategory;
    return bears(item.categories, wanted) ? yes('category') : no('no-category');
  }
  if (item.answers !== undefined) return yes('logged-conversation');
  if (choice === 'replies') return no('no-answer');
  if (choice === 'all') return yes('anybody');
  const byPerson = item.direction === 'sent' || item.kind === 'reply' || item.kind === 'new';
  if (!byPerson) return no('machine');
  return item.knownContact ? yes('known-contact') : no('nobody-known');
}
