export { EmbeddedStore, type EmbeddedOptions } from './embedded-store';
export { SqlError } from './engine';
export { TEMPLATE_FILE, buildTemplate } from './template';
