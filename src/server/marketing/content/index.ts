export { makeReady, readyContent, type FilledCopy, type ReadyContent, type ReadyOptions } from './ready';
export { companyValues, copyValuesOf, valuesOfNobody, type Sender } from './values';
