/**
 * Under which a file's name is compared where Outlook and Graph both tell it: Outlook names attached items without the
 * ending that their file gets.
 */
export const foldedFileName = (name: string): string =>
  name
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replace(/\.(?:eml|msg|ics|vcf)$/, '');
