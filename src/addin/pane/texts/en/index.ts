import { activity } from './activity';
import { compose } from './compose';
import { events } from './events';
import { frame } from './frame';
import { read } from './read';
import { settings } from './settings';

/** A sentence of the server's: in English as it is. */
const said = (sentence: string): string => sentence;

/** One file per part of the pane; the other languages have the types of these. */
export const english = { ...frame, ...activity, ...settings, ...compose, ...read, ...events, said };

export type Texts = typeof english;
