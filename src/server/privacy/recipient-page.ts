import type { KnownOfRecipient, Recorded } from './known-of-recipient';
import { RECIPIENT_LANGUAGES, RECIPIENT_TEXTS, type RecipientLanguage } from './recipient-texts';

/** A whole page for people outside: no script, no cookie, nothing from anywhere else. */
const STYLE = `
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.55 system-ui, 'Segoe UI', sans-serif; margin: 0 auto; max-width: 42rem; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 1.25rem 0 1rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
p, li { overflow-wrap: anywhere; }
nav { display: flex; gap: 1rem; justify-content: flex-end; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid GrayText; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin-bottom: 0.3rem; }
input[type='email'] { font: inherit; width: 100%; max-width: 26rem; box-sizing: border-box; padding: 0.55rem 0.7rem; }
button { font: inherit; font-weight: 600; margin: 0.9rem 0 0; padding: 0.6rem 1.1rem; border: 2px solid #0f5ea8; border-radius: 0.3rem; background: #0f5ea8; color: #fff; cursor: pointer; }
button.quiet { background: transparent; color: inherit; border-color: currentColor; }
:focus-visible { outline: 3px solid #c36a00; outline-offset: 2px; }
[role='status'], [role='alert'] { border-inline-start: 0.3rem solid #0f5ea8; padding: 0.4rem 0 0.4rem 0.9rem; }
[role='alert'] { border-color: #b3261e; }
@media (forced-colors: active) { button { border-color: ButtonBorder; } }
`;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** Days as everybody reads them, in UTC: no script knows the reader's clock. */
const day = (at: Date, language: RecipientLanguage): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(at);
const moment = (at: Date, language: RecipientLanguage): string =>
  `${new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(at)} UTC`;

/** A page in the reader's language. `body` is HTML. */
export function wholePage(language: RecipientLanguage, title: string, body: string): string {
  const languages = RECIPIENT_LANGUAGES.map((other) => {
    const { name } = RECIPIENT_TEXTS[other];
    return other === language
      ? `<span lang="${other}" aria-current="true">${name}</span>`
      : `<a href="?lang=${other}" lang="${other}" hreflang="${other}">${name}</a>`;
  }).join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="Language / Język / Sprache">${languages}</nav>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
export const hiddenLanguage = (language: RecipientLanguage): string =>
  `<input type="hidden" name="lang" value="${language}">`;

/** The form by which somebody names their address. */
export function askPage(
  language: RecipientLanguage,
  state: { canSend: boolean; wrong?: { address: string } },
): string {
  const { title, ask } = RECIPIENT_TEXTS[language];
  if (!state.canSend) return wholePage(language, title, `<p role="alert">${escapeHtml(ask.noTransport)}</p>`);
  const wrong = state.wrong;
  const field = `<label for="address">${escapeHtml(ask.label)}</label>
${wrong ? `<p id="wrong" role="alert">${escapeHtml(ask.bad)}</p>` : ''}
<input type="email" id="address" name="address" maxlength="320" autocomplete="email" required${
    wrong ? ` aria-invalid="true" aria-describedby="wrong" value="${escapeHtml(wrong.address)}"` : ''
  }>`;
  return wholePage(
    language,
    title,
    `${paragraph(ask.intro)}
<form method="post" action="/p/">
${hiddenLanguage(language)}
${field}
<div><button type="submit">${escapeHtml(ask.button)}</button></div>
</form>`,
  );
}

/** The same whether the address is known or not. */
export function sentPage(language: RecipientLanguage): string {
  const { ask } = RECIPIENT_TEXTS[language];
  return wholePage(language, ask.sentTitle, `<p role="status">${escapeHtml(ask.sent)}</p>`);
}

/** Where there is nothing to show; leads to the form. */
export function gonePage(language: RecipientLanguage): string {
  const { gone, goneTitle, ask } = RECIPIENT_TEXTS[language];
  return wholePage(
    language,
    goneTitle,
    `${paragraph(gone)}\n<p><a href="/p/?lang=${language}">${escapeHtml(ask.button)}</a></p>`,
  );
}

export function tooManyPage(language: RecipientLanguage): string {
  const { title, ask } = RECIPIENT_TEXTS[language];
  return wholePage(language, title, `<p role="alert">${escapeHtml(ask.tooMany)}</p>`);
}

/** What each of these companies knows has a page of its own; without one there is nothing. */
export function companiesPage(
  language: RecipientLanguage,
  address: string,
  companies: readonly { name: string; url: string }[],
): string {
  const { title, noneKnown, choose } = RECIPIENT_TEXTS[language];
  const list = companies
    .map(({ name, url }) => `<li><a href="${escapeHtml(url)}?lang=${language}">${escapeHtml(name)}</a></li>`)
    .join('\n');
  return wholePage(
    language,
    title,
    companies.length === 0
      ? paragraph(noneKnown(address))
      : `${paragraph(choose(address))}\n<ul>${list}</ul>`,
  );
}

/** What one company knows of the reader, and the form by which they object. */
export function knownPage(language: RecipientLanguage, known: KnownOfRecipient): string {
  const texts = RECIPIENT_TEXTS[language];
  const { mail, company, address } = known;
  const intro = mail
    ? texts.ofMail(company, mail.subject, address, day(mail.at, language))
    : texts.ofAddress(company, address);
  return wholePage(
    language,
    texts.title,
    [
      paragraph(intro),
      objection(language, known),
      mail ? ofMail(language, mail) : '',
      `<h2>${escapeHtml(texts.all.heading)}</h2>`,
      paragraph(texts.all.mails(known.mails, known.trackedMails)),
      paragraph(known.hasRecord ? texts.all.record : texts.all.noRecord),
      `<h2>${escapeHtml(texts.basis.heading)}</h2>`,
      paragraph(texts.basis.words[known.basis ?? ''] ?? texts.basis.unknown),
      `<h2>${escapeHtml(texts.recorded.heading)}</h2>`,
      recordedTable(language, known.recorded),
      known.moreRecorded ? paragraph(texts.recorded.more) : '',
      paragraph(texts.never),
      paragraph(texts.rights(company)),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  );
}

function ofMail(language: RecipientLanguage, mail: NonNullable<KnownOfRecipient['mail']>): string {
  const texts = RECIPIENT_TEXTS[language].mail;
  const lines = [
    mail.image ? texts.image : texts.noImage,
    mail.links > 0 ? texts.links(mail.links, mail.linksTotal) : texts.noLinks,
    mail.kept ? texts.kept : texts.notKept,
  ];
  return `<h2>${escapeHtml(texts.heading)}</h2>\n<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;
}

function recordedTable(language: RecipientLanguage, recorded: readonly Recorded[]): string {
  const texts = RECIPIENT_TEXTS[language].recorded;
  if (recorded.length === 0) return paragraph(texts.none);
  const rows = recorded
    .map(({ kind, at, subject, target }) => {
      const what =
        target === undefined ? escapeHtml(texts[kind]) : `${escapeHtml(texts[kind])}: ${escapeHtml(target)}`;
      return `<tr><td><time datetime="${at.toISOString()}">${escapeHtml(moment(at, language))}</time></td><td>${what}</td><td>${escapeHtml(subject)}</td></tr>`;
    })
    .join('\n');
  const heads = [texts.when, texts.what, texts.which].map(
    (head) => `<th scope="col">${escapeHtml(head)}</th>`,
  );
  return `<table><thead><tr>${heads.join('')}</tr></thead><tbody>\n${rows}\n</tbody></table>`;
}

function objection(language: RecipientLanguage, { company, objectedAt }: KnownOfRecipient): string {
  const texts = RECIPIENT_TEXTS[language].object;
  const form = (does: string, label: string, look: string): string =>
    `<form method="post">${hiddenLanguage(language)}<button type="submit" name="do" value="${does}"${look}>${escapeHtml(label)}</button></form>`;
  return objectedAt
    ? `<h2>${escapeHtml(texts.heading)}</h2>
<p role="status">${escapeHtml(texts.stands(day(objectedAt, language)))}</p>
${paragraph(texts.back)}
${form('withdraw', texts.withdraw, ' class="quiet"')}`
    : `<h2>${escapeHtml(texts.heading)}</h2>
${paragraph(texts.says(company))}
${form('object', texts.button, '')}`;
}
