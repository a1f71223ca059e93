/** What the pattern's first group finds in the text; '' for nothing. */
export const part = (pattern: RegExp, text: string): string => (pattern.exec(text) || [])[1] || '';
