export * from './definition';
export { loopAmong, type Named, type Rules } from './loops';
export {
  isSettable,
  isWebAddress,
  MOST_STEPS,
  problemsOf,
  type Known,
  type ProblemCode,
  type WorkflowProblem,
} from './problems';
export { allSteps, programOf, waysOf, type Place, type Program } from './program';
export { dayIn, waitUntil } from './time';
