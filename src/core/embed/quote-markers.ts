/**
 * Where mail programs begin the quoted history, one mark a line. Outlook prefixes ids and classes of what it
 * quotes with `x_`, once per generation: the prefix is taken off before the look-up.
 */
// prettier-ignore
export const QUOTE_IDS: readonly string[] = [
  'appendonsend',                           // Outlook on the web, new Outlook: just before the history
  'divRplyFwdMsg',                          // Outlook on the web, new Outlook, mobile: the header lines
  'mail-editor-reference-message-container', // new Outlook, Outlook for Mac
  'stopSpelling',                           // Outlook on the web, older
  'OLK_SRC_BODY_SECTION',                   // Outlook for Mac 2011 to 2016
  'ms-outlook-mobile-reference-message',    // Outlook on phones
  'zwchr',                                  // Zimbra
  'isForwardContent',                       // Apple and Windows Mail
  'isReplyContent',                         // Windows Mail
];

// prettier-ignore
export const QUOTE_CLASSES: readonly string[] = [
  'OutlookMessageHeader',    // Outlook 2000 to 2003
  'gmail_quote',             // Gmail
  'gmail_quote_container',   // Gmail
  'yahoo_quoted',            // Yahoo
  'moz-cite-prefix',         // Thunderbird, reply
  'moz-forward-container',   // Thunderbird, forward
  'protonmail_quote',        // Proton
  'zmail_extra',             // Zoho
  'nylas-quote',             // Nylas
  'yj6qo',                   // Gmail, copied from its web page
];

// prettier-ignore
export const QUOTE_ANCHORS: readonly string[] = [
  '_MailOriginal',      // Word, since 2016
  '_____replyseparator', // Word
];

/** `-----Original Message-----` and the like, as a whole line. */
export const QUOTE_LINE =
  /^\s*([-_\u2013\u2014]{2,}\s*(original message|original appointment|forwarded message|urspr\u00fcngliche nachricht|weitergeleitete nachricht|message d'origine|message transf\u00e9r\u00e9|wiadomo\u015b\u0107 oryginalna|oryginalna wiadomo\u015b\u0107|mensaje original|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|mensagem original)\s*[-_\u2013\u2014]{2,}|begin forwarded message:)\s*$/i;

/** First, and among the next, labels of the header lines a program puts above a quote without any mark. */
export const FROM_LABEL =
  /^\s*(from|von|de|da|od|van|fr\u00e5n|fra|l\u00e4hett\u00e4j\u00e4|\u043e\u0442|\u53d1\u4ef6\u4eba|\u5dee\u51fa\u4eba)\s?[:\uff1a]/i;
export const SENT_LABEL =
  /(^|\n)\s*(sent|date|gesendet|datum|envoy\u00e9|wys\u0142an[eo]|data|enviado( el)?|fecha|inviato|verzonden|skickat|sendt|l\u00e4hetetty|\u043e\u0442\u043f\u0440\u0430\u0432\u043b\u0435\u043d\u043e|\u53d1\u9001\u65f6\u95f4|\u9001\u4fe1\u65e5\u6642)\s?[:\uff1a]/i;
export const SUBJECT_LABEL =
  /(^|\n)\s*(subject|betreff|objet|temat|asunto|oggetto|onderwerp|\u00e4mne|emne|aihe|\u0442\u0435\u043c\u0430|\u4e3b\u9898|\u4ef6\u540d|assunto)\s?[:\uff1a]/i;
