import type { Leaf, Rule } from '../rules';

/** What a step changes of a contact. */
export type Change =
  | { kind: 'property'; property: string; value: string | number | null }
  | { kind: 'list'; list: string; action: 'add' | 'remove' };

/** Whether a rule names what is changed at all. */
export function mentions(rule: Rule, change: Change): boolean {
  if (rule.kind === 'group') return rule.rules.some((one) => mentions(one, change));
  switch (rule.kind) {
    case 'text':
    case 'number':
    case 'date':
      return change.kind === 'property' && change.property === rule.property;
    case 'owner':
      return change.kind === 'property' && change.property === 'owner';
    case 'member':
      return change.kind === 'list' && change.list === rule.segment;
    default:
      return false;
  }
}

/** What is certain of a rule once this was changed; undefined: it depends. */
export function holdsAfter(rule: Rule, change: Change): boolean | undefined {
  const plain = rule.kind === 'group' ? groupAfter(rule, change) : leafAfter(rule, change);
  return plain === undefined || rule.not !== true ? plain : !plain;
}

function groupAfter(rule: Extract<Rule, { kind: 'group' }>, change: Change): boolean | undefined {
  const each = rule.rules.map((one) => holdsAfter(one, change));
  const deciding = rule.of === 'any';
  if (each.includes(deciding)) return deciding;
  return each.includes(undefined) ? undefined : !deciding;
}

function leafAfter(leaf: Leaf, change: Change): boolean | undefined {
  if (!mentions(leaf, change)) return undefined;
  if (change.kind === 'list') return leaf.kind === 'member' ? change.action === 'add' : undefined;
  const { value } = change;
  const empty = value === null || value === '';
  switch (leaf.kind) {
    case 'text': {
      if (empty || leaf.test.is === 'known') return !empty;
      const text = String(value).toLowerCase();
      const { is, values } = leaf.test;
      return values.some((one) => {
        const wanted = one.toLowerCase();
        if (is === 'equal') return text === wanted;
        return is === 'begins' ? text.startsWith(wanted) : text.includes(wanted);
      });
    }
    case 'number': {
      if (empty || typeof value !== 'number' || leaf.test.is === 'known') return !empty;
      const { test } = leaf;
      if (test.is === 'equal') return value === test.value;
      if (test.is === 'less') return value < test.value;
      if (test.is === 'more') return value > test.value;
      return value >= test.from && value <= test.to;
    }
    case 'date':
      return empty ? false : leaf.test.is === 'known' ? true : undefined;
    case 'owner':
      if (typeof value !== 'number') return false;
      return leaf.users.length === 0 || leaf.users.includes(value);
    default:
      return undefined;
  }
}
