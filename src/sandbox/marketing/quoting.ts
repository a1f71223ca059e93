import { parse, serialize, type DefaultTreeAdapterMap } from 'parse5';
import { escapeHtml } from '../html';
import type { Language, MailProgram } from './manners';

type Node = DefaultTreeAdapterMap['node'];

/** The mail that is answered, as the quote shows it. */
export interface Quoted {
  from: { name: string; address: string };
  to: string;
  subject: string;
  at: Date;
  html: string;
}

const LOCALES: Record<Language, string> = { en: 'en-GB', pl: 'pl-PL', de: 'de-DE' };
const ANSWERS: Record<Language, string> = { en: 'Re', pl: 'Odp', de: 'AW' };

/** `Re: …`, in the words of the program's language. */
export const answerSubject = (language: Language, subject: string): string =>
  `${ANSWERS[language]}: ${subject}`;

/** What stands inside `<body>`. */
function bodyOf(html: string): string {
  const find = (node: Node): Node | undefined => {
    if (node.nodeName === 'body') return node;
    return 'childNodes' in node ? node.childNodes.map(find).find((found) => found !== undefined) : undefined;
  };
  const body = find(parse(html));
  return body !== undefined && 'childNodes' in body ? serialize(body) : html;
}

const paragraphs = (text: string): string[] =>
  text.split('\n').map((line) => (line === '' ? '<br>' : escapeHtml(line)));

function dayAndTime(at: Date, language: Language): { day: string; time: string } {
  const locale = LOCALES[language];
  return {
    day: at.toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
    time: at.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }),
  };
}

const OUTLOOK_HEAD: Record<Language, readonly [from: string, sent: string, to: string, subject: string]> = {
  en: ['From', 'Sent', 'To', 'Subject'],
  pl: ['Od', 'Wysłano', 'Do', 'Temat'],
  de: ['Von', 'Gesendet', 'An', 'Betreff'],
};

function outlook(text: string, quoted: Quoted, language: Language): string {
  const [from, sent, to, subject] = OUTLOOK_HEAD[language];
  const { day, time } = dayAndTime(quoted.at, language);
  const head = [
    `<b>${from}:</b> ${escapeHtml(`${quoted.from.name} <${quoted.from.address}>`)}`,
    `<b>${sent}:</b> ${day} ${time}`,
    `<b>${to}:</b> ${escapeHtml(quoted.to)}`,
    `<b>${subject}:</b> ${escapeHtml(quoted.subject)}`,
  ].join('<br>');
  const lines = paragraphs(text).map(
    (line) =>
      `<div class="elementToProof" style="font-family: Aptos, Calibri, sans-serif; font-size: 12pt;">${line}</div>`,
  );
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body dir="ltr">
${lines.join('\n')}
<div id="appendonsend"></div>
<hr style="display:inline-block;width:98%" tabindex="-1">
<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">${head}</font><div>&nbsp;</div></div>
<div>${bodyOf(quoted.html)}</div>
</body></html>`;
}

function gmailLine({ from, at }: Quoted, language: Language): string {
  const { day, time } = dayAndTime(at, language);
  const who = `${escapeHtml(from.name)} &lt;<a href="mailto:${escapeHtml(from.address)}">${escapeHtml(from.address)}</a>&gt;`;
  if (language === 'pl') return `${day} o ${time} ${who} napisał(a):`;
  if (language === 'de') return `Am ${day} um ${time} Uhr schrieb ${who}:`;
  return `On ${day} at ${time}, ${who} wrote:`;
}

function gmail(text: string, quoted: Quoted, language: Language): string {
  const lines = paragraphs(text).map((line) => `<div>${line}</div>`);
  return `<div dir="ltr">${lines.join('')}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${gmailLine(quoted, language)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${bodyOf(quoted.html)}</blockquote></div>`;
}

const APPLE_WROTE: Record<Language, string> = { en: 'wrote', pl: 'napisał(a)', de: 'schrieb' };

function apple(text: string, quoted: Quoted, language: Language): string {
  const { day, time } = dayAndTime(quoted.at, language);
  const head = {
    en: `On ${day}, at ${time}`,
    pl: `W dniu ${day}, o godz. ${time}`,
    de: `Am ${day} um ${time}`,
  }[language];
  const who = `${escapeHtml(quoted.from.name)} &lt;${escapeHtml(quoted.from.address)}&gt;`;
  return `<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">${paragraphs(text).join('<br>')}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>${head}, ${who} ${APPLE_WROTE[language]}:</div><br class="Apple-interchange-newline"><div>${bodyOf(quoted.html)}</div></blockquote></div><br></body></html>`;
}

const PROGRAMS: Record<MailProgram, (text: string, quoted: Quoted, language: Language) => string> = {
  outlook,
  gmail,
  apple,
};

/** An answer as the program writes it: the new text, then the mail that it answers. */
export const answerHtml = (program: MailProgram, text: string, quoted: Quoted, language: Language): string =>
  PROGRAMS[program](text, quoted, language);
