/** What a browser loads of this folder, to read mail: its face has what sends and uploads besides, which needs Node. */
export { TokenRefused } from './failure';
export { makeGraph } from './graph';
export { microsoftFetch, sandboxedMicrosoftFetch } from './transport';
