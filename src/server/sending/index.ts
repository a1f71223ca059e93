export { apartBytes, compose } from './compose';
export * from './drafts';
export { forecast } from './forecast';
export {
  filesOf,
  lockedRow,
  outgoingRow,
  outgoingViews,
  StoredDraft,
  type OutgoingRow,
  type Writer,
} from './outgoing';
export { sendingOf, sendingPlaces } from './rights';
export { sendingJobs } from './send-job';
export { changeTemplate, fillTemplate, makeTemplate, templateView, templateViews } from './templates';
