// Long tests first, so that none of them runs alone at the end: Jest knows what a file took only where it ran before,
// and goes by the size of files elsewhere, which says little of a test that starts servers.
const Sequencer = require('@jest/test-sequencer').default;

const LONG = [
  'property/mailbox/lives',
  'integration/server/',
  'integration/mailbox/watch',
  'browser/',
  'property/embed/',
  'integration/',
];

const placeOf = ({ path }) => {
  const place = LONG.findIndex((part) => path.includes(`/test/${part}`));
  return place < 0 ? LONG.length : place;
};

module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => placeOf(a) - placeOf(b));
  }
};
