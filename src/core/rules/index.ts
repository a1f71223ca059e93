export { describe, type NamedProperty, type RuleNames, type RuleWords } from './describe';
export { evaluate } from './evaluate';
export { eventChoiceOf, eventKey, type EventChoice, type Facts } from './facts';
export { followsTime, needsOf, type Needs } from './needs';
export {
  ContactEvent,
  DATES_OF_CONTACT,
  type DateOfContact,
  type DateProperty,
  type DateTest,
  EVENTS,
  type EventOf,
  type EventRule,
  type Group,
  type Leaf,
  leavesOf,
  messagesIn,
  MOST_DEEP,
  MOST_RULES,
  type NumberProperty,
  type NumberTest,
  Rule,
  RuleGiven,
  segmentsIn,
  type TextProperty,
  type TextTest,
  type When,
} from './rule';
