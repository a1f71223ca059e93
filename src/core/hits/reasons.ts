/** Why a hit is judged as it is: codes that stay, and words for people that may be bettered. */
export const REASONS = {
  'own.beforeSent': 'before the mail was sent: the sender’s own view of the draft',
  'own.device': 'from the device that sent the mail, within two minutes of sending',
  'own.learnt': 'from a device that the sender uses',
  'own.viewing': 'while the sender had the mail before them in Outlook or Mailtrail',
  'own.colleague': 'from a device that a colleague uses, or while a colleague had the mail before them',

  'method.head': 'asked without wanting an answer (HEAD)',
  'method.other': 'asked in a way that no reader asks',
  'headers.prefetch': 'fetched ahead, says the request itself',
  'headers.headless': 'a browser without a screen, says the request itself',
  'headers.notAnImage': 'asked for the image as for a page: no mail program does',
  'headers.notAPage': 'followed the link, but not to show a page',
  'headers.none': 'calls itself a browser but sends none of a browser’s headers',

  'agent.empty': 'asked by {agent}',
  'agent.unnamed': 'asked by {agent}',
  'agent.library': 'asked by {agent}',
  'agent.headless': 'asked by {agent}',
  'agent.bot': 'asked by {agent}',
  'agent.preview': 'asked by {agent}',
  'agent.scanner': 'asked by {agent}',
  'agent.preloader': '{agent}: fetches everything, read or not',
  'agent.proxyClick': '{agent} follows no links for readers',
  'agent.outdated': 'a browser years out of date',

  'network.gateway': 'from the network of {network}',
  'network.apple': 'from Apple’s network: Apple Mail Privacy Protection fetches everything, read or not',
  'network.relay':
    'Apple Mail by way of Apple’s relay: Apple Mail Privacy Protection fetches everything, read or not',
  'network.likelyGateway': 'from a network of {network}, where few people are',
  'network.google': 'from Google’s own machines',
  'network.mailService': 'fetched by {network} while the mail was being delivered',
  'network.hosting': 'from rented machines ({network})',

  'burst.links': 'several links of the mail within one second',
  'burst.manyLinks': 'three or more links of the mail within five seconds',
  'burst.slow': 'four or more links of the mail within a minute, minutes after sending',
  'burst.spread': 'several links of one copy within one second, from several places',
  'burst.recipients': 'links in four or more mails followed from one place within five seconds',
  'burst.images': 'the images of four or more copies loaded from one place within five seconds',
  'company.spread': 'links of this copy were followed from several places at the same moment',
  'company.clickAtOnce': 'the same program followed a link in the moment in which it loaded the image',
  'company.twin': 'the same link was followed from another place in the same moment: a check of that click',
  'company.wave': 'the same rented machines followed links of this copy before, while it was being delivered',
  'company.burst': 'the same program followed several links of the mail at once',
  'company.machine': 'the same program, from the same place, is a machine beside it',

  'timing.tooSoon': 'sooner after sending than mail can be read',
  'timing.clickTooSoon': 'sooner after sending than a mail can be read and a link followed',
  'timing.early': 'within seconds of sending',
  'order.clickWithoutOpen': 'a link followed during delivery, the image not loaded',
  'order.clickAtOnce': 'the link followed in the moment in which the image was loaded',

  'person.opened': '{agent} loaded the image',
  'person.clicked': '{agent} followed the link',
  'person.byProxy': '{agent}: fetches when the reader opens the mail',
  'person.readBefore': 'the mail was opened just before',
  'same.quoted': 'quoted: a later mail of the conversation was read, which holds this one in its quote',
  'same.repeat': 'repeat: the same look as the load before, less than a minute ago',
} as const;

export type ReasonCode = keyof typeof REASONS;

/** A reason in words. */
export const inWords = (code: ReasonCode, of: { agentName: string; networkName?: string }): string =>
  REASONS[code].replace('{agent}', of.agentName).replace('{network}', of.networkName ?? 'an unknown network');

/** Whether a load's reasons say that it was no open of its own (O3, O16). */
export const saySameLook = (reasons: readonly string[]): boolean =>
  reasons.some((reason) => reason === REASONS['same.quoted'] || reason === REASONS['same.repeat']);
