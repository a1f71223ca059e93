import type { RuleNamed } from '../../core/api/segments';
import { describe, type Rule, type RuleNames } from '../../core/rules';
import { calendarDay } from '../format';
import { texts } from '../texts';

/** A rule in plain language, as the rest of a sentence about a contact. */
export const readRule = (rule: Rule, named: RuleNamed): string =>
  describe(rule, namesOf(named), texts.segments.rules);

const namesOf = (named: RuleNamed): RuleNames => ({
  segment: (id) => named.segments[id],
  message: (id) => named.messages[id],
  user: (id) => named.users[String(id)],
  field: (key) => named.fields[key],
  day: calendarDay,
});
