import { propertyRuns } from '../seed';
import { joined } from './joined';

const { default: fc, holds, mutated, stretches } = joined();

test('mutated mail: links as a browser sees them, every other byte as it was, twice is once', () => {
  fc.assert(fc.property(mutated, holds), propertyRuns('embed, mutated mail', 60, 20_000));
});

test('mutated stretches of mail: the same', () => {
  fc.assert(fc.property(stretches, holds), propertyRuns('embed, mutated stretches of mail', 25_000, 500_000));
});
