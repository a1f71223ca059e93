export { flow, type Outcome } from './flow';
export { figures, type Figures, type Share } from './measure';
export { KINDS, world } from './world';
