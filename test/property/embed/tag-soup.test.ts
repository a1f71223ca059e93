import fc from 'fast-check';
import { propertyRuns } from '../seed';
import { holds } from './claims';
import { soup } from './pages';

test('tag soup: links as a browser sees them, every other byte as it was, twice is once', () => {
  fc.assert(fc.property(soup, holds), propertyRuns('embed, tag soup', 75_000, 500_000));
});
