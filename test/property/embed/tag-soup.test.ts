import { propertyRuns } from '../seed';
import { joined } from './joined';

const { default: fc, holds, soup } = joined();

test('tag soup: links as a browser sees them, every other byte as it was, twice is once', () => {
  fc.assert(fc.property(soup, holds), propertyRuns('embed, tag soup', 75_000, 500_000));
});
