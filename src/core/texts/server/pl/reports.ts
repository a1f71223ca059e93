import type { Sentences } from '../said-in';

export const reports: Sentences = {
  'This message has not been sent, so nobody has clicked in it.':
    'Tej wiadomości nie wysłano, więc nikt w niej nie kliknął.',
};
