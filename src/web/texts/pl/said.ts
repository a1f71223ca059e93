import { saidIn } from '../../../core/texts/server';
import { polishSentences } from '../../../core/texts/server/pl';
import type { Texts } from '../en';

export const said: Texts['said'] = saidIn(polishSentences);
