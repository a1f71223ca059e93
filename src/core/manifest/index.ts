export {
  ADDIN_PATHS,
  ICON_SIZES,
  allowedScripts,
  iconPath,
  readOrigin,
  type IconSize,
  type OriginResult,
} from './address';
export { compareManifests, startsByItself } from './compare-manifests';
export {
  DEVELOPMENT_CLIENT_ID,
  DEVELOPMENT_ID,
  LAUNCH_EVENTS,
  PANE_COMMANDS,
  makeManifest,
  type LaunchEventType,
  type ManifestChoices,
} from './make-manifest';
export { launchFunctions, lintManifest, type LintChoices, type ManifestProblem } from './lint-manifest';
export { nextVersion, versionIn } from './version';
export { parseXml } from './xml';
