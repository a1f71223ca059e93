const escapeText = (text: string): string =>
  text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));

/** Plain text as a document: white space kept, long lines wrapped. */
export const textAsHtml = (text: string): string =>
  `<div style="white-space: pre-wrap">${escapeText(text)}</div>`;
