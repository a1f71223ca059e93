import { fold } from './absence';
import { headerLine } from './quote-words';
import type { ReplyText } from './reply-text';
import type { IncomingMail } from './types';

/** A report's text is read this far; it says what it is at its beginning. */
const READ_SO_FAR = 1_500;
/** Longer is no report about one mail. */
const LONGEST_REPORT = 2_500;

const begins = (...words: readonly string[]): RegExp => new RegExp(`^\\s*(?:${words.join('|')})`, 'u');

const RECEIPT_SUBJECT = begins(
  '(?:(?:not )?read|read receipt|return receipt(?: \\(\\w+\\))?|opened|deleted)\\s*[:\\-]',
  '(?:nie )?przeczytan[oea]\\s*:|potwierdzenie (?:przeczytania|odczytu)\\s*:',
  '(?:un|nicht )?gelesen\\s*:|lesebestatigung\\b',
  '(?:non )?lus? ?:|(?:accuse|confirmation) de lecture\\b',
  '(?:no )?leid[oa]\\s*:|confirmacion de lectura\\b',
  '(?:non )?lett[oa]\\s*:|conferma di lettura\\b',
  '(?:niet |on)?gelezen\\s*:|leesbevestiging\\b',
  '(?:nao )?lid[oa]\\s*:|confirmacao de leitura\\b|recibo de leitura\\b',
  '(?:ne)?precten[oa]\\s*:|potvrzeni o precteni\\b',
  '(?:o|ej )?last\\s*:|laskvitto\\b',
  '(?:開封済み|既読|未開封|開封確認)\\s*[:：]?|(?:已读|已讀|未读|未讀|已读回执|讀取回條)\\s*[:：]?',
);

/** How a report names the mail that it is about: these are its first words. */
const ABOUT_A_MAIL = begins(
  'your message|this is a (?:return|read|mail) receipt|the message (?:that )?you sent|message from',
  'twoja wiadomosc|panstwa wiadomosc|to jest potwierdzenie',
  'ihre nachricht|die nachricht|dies ist eine (?:lese|empfangs)bestatigung',
  'votre message|le message|ceci est un accuse de lecture',
  '(?:el|su|tu) mensaje|este es un acuse',
  '(?:il|il suo|il tuo) messaggio|questa e una ricevuta',
  'uw bericht|het bericht|dit is een (?:lees|ontvangst)bevestiging',
  '(?:a )?(?:sua )?mensagem|este e um recibo|esta e uma confirmacao',
  'vase zprava|zprava|toto je potvrzeni',
  'ditt meddelande|meddelandet|detta ar ett (?:las)?kvitto',
  '次のメッセージ|(?:あなたの|お送りいただいた)?メッセージ|(?:您的|您发送的)?(?:邮件|郵件|訊息)',
);

/** That it was shown, or thrown away unread, and when: a number stands close by. */
const WAS_READ = new RegExp(
  `(?:${[
    '\\b(?:was|has been) (?:read|displayed|opened|deleted without being read)\\b',
    '\\b(?:zostala|zostalo) (?:przeczytana|otwarta|wyswietlona|usunieta bez)\\b',
    '\\bwurde\\b(?=.{0,60}\\b(?:gelesen|angezeigt|geoffnet|ungelesen geloscht)\\b)',
    '\\ba ete (?:lu|ouvert|affiche|supprime sans)\\b|\\ba ete lu\\b',
    '\\b(?:fue|ha sido) (?:leido|abierto|mostrado|eliminado sin)\\b|\\bse (?:leyo|ha leido)\\b',
    '\\be stato (?:letto|aperto|visualizzato|eliminato senza)\\b',
    '\\bis (?:gelezen|geopend|weergegeven|verwijderd zonder)\\b|\\bwerd gelezen\\b',
    '\\bfoi (?:lid[oa]|abert[oa]|exibid[oa]|eliminad[oa] sem|excluid[oa] sem)\\b',
    '\\bbyla (?:prectena|otevrena|zobrazena|odstranena)\\b',
    '\\b(?:lastes|har lasts|oppnades|togs bort)\\b',
    '(?:に|で)?(?:開封|表示|閲覧)されました',
    '(?:被|已)(?:阅读|閱讀|读取|讀取|打开|開啟)|于(?=.{0,30}(?:阅读|读取))',
  ].join('|')})`,
  'u',
);
const RETURN_RECEIPT =
  /\breturn receipt only acknowledges\b|\b(?:no guarantee|does not guarantee) that the (?:recipient|message) has\b.{0,20}\bread\b|\bempfangsbestatigung bestatigt lediglich\b|\baccuse de reception (?:indique|confirme) (?:simplement|seulement)\b/u;

/** "Wednesday, July 1" or "den 1 juli": at most three words before the first number. */
const DATED = /^.{0,4}?(?:\s*(?:on|at|am|le|el|il|in data|op|em|dne|den)\b)?(?:\s*[\p{L}.-]+,?){0,3}\s*\d/u;

/** Whether a mail without the part that says so (RFC 8098) reports that a mail was shown, or thrown away unread. */
export function reportsReading(mail: IncomingMail, split: ReplyText): boolean {
  const whole = bodyOf(mail, split);
  if (whole.length > LONGEST_REPORT) return false;
  const subject = RECEIPT_SUBJECT.test(fold(mail.subject.slice(0, 100)));
  const labels = whole.split('\n', 20).filter((line) => headerLine(line) !== undefined).length;
  if (!subject && labels < 2) return false;
  const text = fold(whole.slice(0, READ_SO_FAR)).replace(/\s+/g, ' ').trim();
  if (!ABOUT_A_MAIL.test(text)) return false;
  if (RETURN_RECEIPT.test(text)) return true;
  const read = WAS_READ.exec(text);
  if (!read) return false;
  const behind = text.slice(read.index + read[0].length);
  // The Eastern languages put the day before the verb.
  return DATED.test(behind) || /[\u3040-\u30ff\u3400-\u9fff]/u.test(read[0]);
}

const CALENDAR_SUBJECT = begins(
  `(?:${[
    'accepted|declined|tentative(?:ly accepted)?|new time proposed|meeting (?:accepted|declined|cancell?ed)|cancell?ed(?: event)?|(?:updated )?invitation',
    'zaakceptowano|odrzucono|wstepnie zaakceptowano|wstepna akceptacja|anulowano|odwolane|proponowany nowy termin|zaproszenie',
    'zugesagt|angenommen|abgelehnt|mit vorbehalt|vorlaufig(?: zugesagt)?|unter vorbehalt|abgesagt|(?:anderen|neuen?|neue) (?:termin|zeit|uhrzeit)? ?vorgeschlagen|neuer terminvorschlag|einladung',
    'accepte|refuse|decline|provisoire|peut-etre|annule|nouvel(?:le)? (?:heure|horaire) proposee?|invitation',
    'aceptad[oa]|rechazad[oa]|provisional|cancelad[oa]|nueva hora propuesta|invitacion',
    'accettat[oa]|rifiutat[oa]|provvisori[oa]|con riserva|annullat[oa]|nuov[oa] orario proposto|invito',
    'geaccepteerd|geweigerd|afgewezen|voorlopig|geannuleerd|nieuwe tijd voorgesteld|uitnodiging',
    'aceit[aeo]|recusad[oa]|provisori[oa]|tentativ[oa]|nov[oa] (?:hora|horario) propost[oa]|convite',
    'prijato|odmitnuto|nezavazne|predbezne|zruseno|navrzen novy cas|pozvanka',
    'accepterat|accepterad|avbojt|avbojd|preliminart?|installt|installd|ny tid foreslagen|inbjudan',
    '承諾|承認|辞退|仮承諾|仮の予定|キャンセル済み?|新しい(?:日時|時間)の(?:提案|指定)',
    '已?接受|已?拒绝|已?拒絕|暂定|暫定|已取消|(?:已)?(?:建议|建議)新(?:时间|時間)',
  ].join('|')})\\s*[:：]`,
);

/** What calendars write below: who answered, or the event in fields. */
const CALENDAR_TEXT =
  /\bhas (?:tentatively )?(?:accepted|declined|cancell?ed|replied|updated|proposed)\b.{0,40}\b(?:invitation|event|meeting|appointment|time)\b|\b(?:this event|this meeting|the meeting|the event) has been (?:cancell?ed|updated|changed)\b|\bgoogle calendar\b|calendar\.google\.com|\byou have been invited to\b|\bhat (?:die|ihre|diese) (?:einladung|besprechung\w*)\b.{0,30}\b(?:angenommen|abgelehnt|zugesagt)|\ba (?:accepte|refuse|decline)\b.{0,30}\binvitation\b|\bha (?:aceptado|rechazado)\b.{0,30}\binvitacion\b|\bha (?:accettato|rifiutato)\b.{0,30}\binvito\b|\bheeft\b.{0,30}\buitnodiging\b.{0,30}\b(?:geaccepteerd|afgewezen|geweigerd)|\b(?:aceitou|recusou)\b.{0,30}\bconvite\b|\b(?:zaakceptowal\w*|odrzucil\w*)\b.{0,30}\bzaproszenie\b|\b(?:prijal\w*|odmitl\w*)\b.{0,30}\bpozvan\w+|\bhar (?:accepterat|tackat nej)\b.{0,40}|(?:^|\n)[ \t]*(?:when|wann|kiedy|quand|cuando|quando|wanneer|kdy|nar|日時|時間|时间)\s*[:：]|招待を(?:承諾|辞退)|(?:接受|拒绝|拒絕)了?(?:此|您的)?邀请/u;

/** Whether a mail without a calendar object (RFC 6047) is an answer to an invitation, or a change of one, by a calendar. */
export function answersInvitation(mail: IncomingMail, split: ReplyText): boolean {
  const subject = mail.subject.slice(0, 300);
  if (!CALENDAR_SUBJECT.test(fold(subject))) return false;
  const text = bodyOf(mail, split);
  if (text === '')
    return !/^\W*(?:invitation|einladung|invito|convite|invitacion|uitnodiging|pozvanka|inbjudan|zaproszenie)/iu.test(
      fold(subject),
    );
  return CALENDAR_TEXT.test(fold(text.slice(0, READ_SO_FAR)));
}

/** A report's own fields look like the history of a quote, and are read with the rest. */
function bodyOf(mail: IncomingMail, split: ReplyText): string {
  const text = mail.text?.trim() ?? '';
  if (text !== '') return text;
  return [split.replyText, split.quotedText].filter((part) => part !== '').join('\n\n');
}
