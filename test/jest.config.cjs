// Four projects, one command. `npm test` runs all; `npm test -- --selectProjects unit` runs one.
const path = require('node:path');

const base = {
  rootDir: path.join(__dirname, '..'),
  testEnvironment: 'node',
  resolver: path.join(__dirname, 'resolve.cjs'),
  transform: { '\\.(?:[cm]?js|tsx?)$': '<rootDir>/test/transform.cjs' },
  transformIgnorePatterns: [],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
};
const project = (name) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts?(x)`],
});

module.exports = {
  rootDir: path.join(__dirname, '..'),
  testSequencer: path.join(__dirname, 'sequencer.cjs'),
  projects: ['unit', 'property', 'integration', 'browser'].map(project),
  // For what hangs; no test measures pace by it, since a busy machine may be ten times as slow.
  testTimeout: 300_000,
  // More than there are cores of a small machine: many tests wait for a server, a browser or a disk.
  maxWorkers: 3,
};
