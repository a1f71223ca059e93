export { configurationLines } from './configuration';
export { liveLines } from './live';
export { DoctorReport, type DoctorLine } from './report';
export { trackingLine } from './tracking';
