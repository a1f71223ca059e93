export { configurationLines } from './configuration';
export { deploymentLines } from './deployment';
export { liveLines } from './live';
export { DoctorReport, type DoctorLine } from './report';
export { trackingLine } from './tracking';
