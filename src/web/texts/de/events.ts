import type { Texts } from '../en';

export const events: Texts['events'] = {
  badges: {
    sent: 'Gesendet',
    open: 'Geöffnet',
    click: 'Klick',
    reply: 'Antwort',
    'auto-reply': 'Automatische Antwort',
    bounce: 'Nicht zugestellt',
    receipt: 'Bestätigung',
    calendar: 'Kalender',
    logged: 'Protokolliert',
    'not-confirmed': 'Nicht bestätigt',
    retracted: 'Zurückgenommen',
    mailbox: 'Postfach',
    reminder: 'Erinnerung',
    workflow: 'Workflow',
  },
  sendingBadge: 'Wird gesendet',
  opened: (who) => `${who ?? 'Jemand'} hat die E-Mail geöffnet`,
  mustHaveOpened: (who) => `${who ?? 'Jemand'} muss die E-Mail geöffnet haben`,
  clicked: (who, link) => `${who ?? 'Jemand'} hat auf „${link}“ geklickt`,
  clickedLink: (who) => `${who ?? 'Jemand'} hat auf einen Link geklickt`,
  replied: (who) => `${who ?? 'Jemand'} hat geantwortet`,
  repliedAutomatically: (who) => `${who ?? 'Jemand'} hat automatisch geantwortet`,
  bounced: (who) =>
    who === undefined
      ? 'Die E-Mail konnte nicht zugestellt werden'
      : `Die E-Mail konnte nicht an ${who} zugestellt werden`,
  sentReceipt: (who) => `${who ?? 'Jemand'} hat eine Bestätigung gesendet`,
  answeredInvitation: (who) => `${who ?? 'Jemand'} hat eine Einladung beantwortet`,
  wasLogged: 'Die E-Mail wurde protokolliert',
  notConfirmed: 'Innerhalb von sieben Tagen gab es weder eine Kopie noch einen Abruf noch eine Antwort',
  noReplyYet: 'Noch keine Antwort',
  workflowTells: (who: string | undefined) =>
    who === undefined ? 'Hinweis eines Workflows' : `Hinweis eines Workflows: ${who}`,
  wasRetracted: 'Ein früheres Ereignis wurde zurückgenommen',
  mailtrailItself: 'Mailtrail selbst',
  youSent: 'Von Ihnen gesendet',
  youAreSending: 'Wird gerade von Ihnen gesendet',
  youSentReported: 'Von Ihnen gesendet (laut Add-In)',
  youWereSending: 'Von Ihnen abgeschickt, nicht bestätigt',
  takenBack: 'zurückgenommen',
  firstTime: 'zum ersten Mal',
  awayUntil: (day) => `Abwesend bis ${day}`,
};
