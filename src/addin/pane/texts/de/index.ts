import { saidIn } from '../../../../core/texts/server';
import { germanSentences } from '../../../../core/texts/server/de';
import type { Texts } from '../en';
import { activity } from './activity';
import { compose } from './compose';
import { events } from './events';
import { frame } from './frame';
import { read } from './read';
import { settings } from './settings';

export const german: Texts = {
  ...frame,
  ...activity,
  ...settings,
  ...compose,
  ...read,
  ...events,
  said: saidIn(germanSentences),
};
