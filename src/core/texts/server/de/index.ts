import { hits } from './hits';
import { mail } from './mail';
import { mailboxes } from './mailboxes';
import { refusals } from './refusals';
import type { Sentences } from '../said-in';

export const germanSentences: Sentences = { ...hits, ...mail, ...mailboxes, ...refusals };
