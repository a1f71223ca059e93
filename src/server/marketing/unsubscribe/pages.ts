import { escapeHtml, hiddenLanguage, paragraph, wholePage } from '../../privacy/recipient-page';
import type { RecipientLanguage } from '../../privacy/recipient-texts';
import type { TokenCopy } from './copy-of-token';
import type { OfKind } from './record';
import { UNSUBSCRIBE_TEXTS } from './texts';

/** What the reader of a page is off now. */
export type Off = ReadonlySet<OfKind>;

const button = (language: RecipientLanguage, does: string, label: string, quiet = false): string =>
  `<form method="post">${hiddenLanguage(language)}<button type="submit" name="do" value="${does}"${quiet ? ' class="quiet"' : ''}>${escapeHtml(label)}</button></form>`;
const status = (text: string): string => `<p role="status">${escapeHtml(text)}</p>`;

/** `more`: where one chooses among kinds; `tracking`: what is tracked, and the objection (P6). */
export interface Ways {
  more: string | undefined;
  tracking: string;
}

/** The page behind a mail's link: it says how things stand, and its buttons change that. */
export function unsubscribePage(
  language: RecipientLanguage,
  { company, address, kind, test }: TokenCopy,
  off: Off,
  { more, tracking }: Ways,
): string {
  const texts = UNSUBSCRIBE_TEXTS[language];
  const offAll = off.has(null);
  const offKind = kind !== undefined && off.has(kind.id);
  const parts = [
    paragraph(texts.about(company, address)),
    ...(test ? [`<p role="note">${escapeHtml(texts.testNote)}</p>`] : []),
  ];
  if (offAll) {
    parts.push(status(texts.isOffAll(company)), paragraph(texts.undo));
    parts.push(button(language, 'back-all', texts.backAll(company), true));
  } else if (offKind) {
    parts.push(status(texts.isOffKind(kind.name)), paragraph(texts.undo));
    parts.push(button(language, 'back-kind', texts.backKind(kind.name), true));
    parts.push(button(language, 'off-all', texts.offAll(company)));
  } else {
    parts.push(paragraph(texts.isOn));
    if (kind) parts.push(button(language, 'off-kind', texts.offKind(kind.name)));
    parts.push(button(language, 'off-all', texts.offAll(company), kind !== undefined));
  }
  if (more !== undefined)
    parts.push(`<p><a href="${escapeHtml(more)}?lang=${language}">${escapeHtml(texts.choose)}</a></p>`);
  parts.push(`<p><a href="${escapeHtml(tracking)}?lang=${language}">${escapeHtml(texts.tracking)}</a></p>`);
  return wholePage(language, texts.title, parts.join('\n'));
}

/** All kinds of an account's marketing mail, those that the reader gets ticked. */
export function preferencesPage(
  language: RecipientLanguage,
  { company, address, test }: TokenCopy,
  kinds: readonly { id: string; name: string; description: string }[],
  off: Off,
  back: string,
  saved: boolean,
): string {
  const texts = UNSUBSCRIBE_TEXTS[language];
  const tick = (name: string, value: string, label: string, on: boolean, hint = ''): string =>
    `<p><label><input type="checkbox" name="${name}" value="${escapeHtml(value)}"${on ? ' checked' : ''}> ${escapeHtml(label)}</label>${hint === '' ? '' : `${escapeHtml(hint)}`}</p>`;
  return wholePage(
    language,
    texts.chooseTitle,
    [
      paragraph(texts.about(company, address)),
      ...(test ? [`<p role="note">${escapeHtml(texts.testNote)}</p>`] : []),
      ...(saved ? [status(texts.saved)] : []),
      `<form method="post">${hiddenLanguage(language)}`,
      paragraph(texts.chooseHint),
      ...kinds.map(({ id, name, description }) =>
        tick('kind', id, name, !off.has(null) && !off.has(id), description),
      ),
      tick('none', 'yes', texts.all(company), off.has(null)),
      `<div><button type="submit" name="do" value="choose">${escapeHtml(texts.save)}</button></div></form>`,
      `<p><a href="${escapeHtml(back)}?lang=${language}">${escapeHtml(texts.title)}</a></p>`,
    ].join('\n'),
  );
}

export function noCopyPage(language: RecipientLanguage): string {
  const texts = UNSUBSCRIBE_TEXTS[language];
  return wholePage(language, texts.goneTitle, paragraph(texts.gone));
}

export function tooManyFormsPage(language: RecipientLanguage): string {
  const texts = UNSUBSCRIBE_TEXTS[language];
  return wholePage(language, texts.title, `<p role="alert">${escapeHtml(texts.tooMany)}</p>`);
}
