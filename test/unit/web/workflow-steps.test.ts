import type { Step } from '../../../src/core/workflows';
import { programOf } from '../../../src/core/workflows';
import {
  allIds,
  changeStep,
  findStep,
  insertStep,
  moveStep,
  newStep,
  removeStep,
} from '../../../src/web/workflows/step-tree';

const end = (id: string): Step => ({ id, kind: 'end' });
const branch = (id: string, yes: Step[], no: Step[] = []): Step => ({
  id,
  kind: 'branch',
  rule: null,
  within: 0,
  yes,
  no,
});

/** `a b(c|d) e` */
const shown = (steps: readonly Step[]): string =>
  steps
    .map((step) => (step.kind === 'branch' ? `${step.id}(${shown(step.yes)}|${shown(step.no)})` : step.id))
    .join(' ');

const STEPS = [end('a'), branch('b', [end('c')], [end('d')]), end('e')];

describe('steps as they are built', () => {
  it('move down into a branch, through both of its ways, and out again, and back the same way', () => {
    const way = [
      'a b(c|d) e',
      'b(a c|d) e',
      'b(c a|d) e',
      'b(c|a d) e',
      'b(c|d a) e',
      'b(c|d) a e',
      'b(c|d) e a',
    ];
    let steps: readonly Step[] = STEPS;
    for (const now of way) {
      expect(shown(steps)).toBe(now);
      steps = moveStep(steps, 'a', 1) ?? steps;
    }
    expect(moveStep(steps, 'a', 1)).toBeUndefined();
    for (const now of way.toReversed()) {
      expect(shown(steps)).toBe(now);
      steps = moveStep(steps, 'a', -1) ?? steps;
    }
    expect(moveStep(steps, 'a', -1)).toBeUndefined();
  });

  it('take a branch along with what is in it', () => {
    expect(shown(moveStep(STEPS, 'b', 1) ?? [])).toBe('a e b(c|d)');
    expect(shown(removeStep(STEPS, 'b'))).toBe('a e');
    expect(shown(removeStep(STEPS, 'd'))).toBe('a b(c|) e');
  });

  it('are put in at their place, under a mark that no other has', () => {
    const first = newStep('branch', STEPS);
    const steps = insertStep(STEPS, { branch: 'b', way: 'no', n: 0 }, first);
    expect(shown(steps)).toBe('a b(c|s1(|) d) e');
    const second = newStep('wait', steps);
    expect(second.id).toBe('s2');
    expect(shown(insertStep(steps, { branch: 's1', way: 'yes', n: 0 }, second))).toBe('a b(c|s1(s2|) d) e');
    expect(allIds(steps)).toHaveLength(6);
    expect(programOf({ steps }).places.size).toBe(6);
  });

  it('are changed where they are', () => {
    const changed = changeStep(STEPS, { id: 'd', kind: 'send', message: null });
    expect(findStep(changed, 'd')).toEqual({ id: 'd', kind: 'send', message: null });
    expect(shown(changed)).toBe(shown(STEPS));
    expect(findStep(STEPS, 'z')).toBeUndefined();
  });
});
