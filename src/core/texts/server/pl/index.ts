import { hits } from './hits';
import { mail } from './mail';
import { mailboxes } from './mailboxes';
import { marketingMessages } from './marketing-messages';
import { marketingSending } from './marketing-sending';
import { marketingSettings } from './marketing-settings';
import { refusals } from './refusals';
import { reports } from './reports';
import { segments } from './segments';
import { workflows } from './workflows';
import type { Sentences } from '../said-in';

export const polishSentences: Sentences = {
  ...hits,
  ...mail,
  ...mailboxes,
  ...marketingMessages,
  ...marketingSending,
  ...marketingSettings,
  ...refusals,
  ...reports,
  ...segments,
  ...workflows,
};
