import { AccountRules, type AccountRulesChange } from '../core/api/account-settings';

/** Of the account's rules those that a change names: of two changes that run at once, neither answers for the other. */
export function namedIn(rules: AccountRules, change: AccountRulesChange): AccountRulesChange {
  const named = Object.entries(rules).filter(([rule]) => rule in change);
  return AccountRules.partial().parse(Object.fromEntries(named));
}

/** Of a change what moves as it is pressed; what is typed stands in its field alone until the server has it. */
export function pressedIn(change: AccountRulesChange): AccountRulesChange {
  const { name: _name, excludedDomains: _excluded, ownDomains: _own, ...pressed } = change;
  return pressed;
}
