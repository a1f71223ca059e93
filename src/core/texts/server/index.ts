export { saidIn, type Sentences } from './said-in';
