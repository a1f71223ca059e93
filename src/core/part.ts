/** What the pattern's first group finds in the text; '' for nothing. */
export const part = (pattern: RegExp, text: string): string => (pattern.exec(text) || [])[1] || '';

/** A method's name counts in the launch file each time it is written. */
export const lower = (text: string): string => text.toLowerCase();
