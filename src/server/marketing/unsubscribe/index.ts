export { addKind, changeKind, mailKinds, MOST_KINDS, removeKind } from './kinds';
export {
  endUnsubscription,
  resubscribe,
  standing,
  unsubscribe,
  unsubscriptionsOf,
  type OfKind,
  type Unsubscribing,
} from './record';
export { unsubscribeRoutes } from './routes';
