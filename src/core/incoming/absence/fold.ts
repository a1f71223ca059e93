/** Letters that Unicode takes no mark off, in the spelling of who has no such key. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ı: 'i',
};

/**
 * Text as it is compared: lower case, full width as half, Latin letters without their marks ("Jestem na urlopie" is
 * written with and without), one kind of apostrophe. Kana and Hangul keep theirs. Lengths may change.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200d\ufeff]/g, '')
    .normalize('NFC')
    .replace(/[łßøæœđı]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[\u2018\u2019\u02bc\u00b4`]/g, "'");
}
