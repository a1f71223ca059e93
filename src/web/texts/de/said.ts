import { saidIn } from '../../../core/texts/server';
import { germanSentences } from '../../../core/texts/server/de';
import type { Texts } from '../en';

export const said: Texts['said'] = saidIn(germanSentences);
