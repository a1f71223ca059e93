export { checkLive, type LiveParts, type LivePlaces } from './live-checks';
export { deploymentOf, fetchManifest, sayDeployed } from './manifests';
