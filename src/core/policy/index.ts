export { domainOf, foldAddress, isListed, sameAddress, withoutTag } from './addresses';
export { POLICY_FRESH_MS, resolvePolicy } from './resolve';
export * from './types';
export { compareVersions, inVersions } from './version-range';
