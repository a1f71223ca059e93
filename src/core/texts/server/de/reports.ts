import type { Sentences } from '../said-in';

export const reports: Sentences = {
  'This message has not been sent, so nobody has clicked in it.':
    'Diese Nachricht wurde nicht versendet, also hat niemand in ihr geklickt.',
};
