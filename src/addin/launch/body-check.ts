/**
 * Pictures in a body, the ones in comments (VML fall-backs of Word) included. The end of a tag is not asked for: looking
 * for one that is not there would begin anew at each tag, and take minutes on a large body.
 */
const PICTURE = /<(?:img|v:imagedata)\b(?:"[^"]*"|'[^']*'|[^>"'])*/gi;
/** Kept with the mail itself, in every spelling Outlook has used for it (MC1174855, #5036). */
const INLINE =
  /\b(?:src|originalsrc|data-imagetype|href)\s*=\s*["']?\s*(?:cid:|data:|blob:|AttachmentByCid|https:\/\/attachments\.office)/i;
/** Word's own drawings and text boxes; its pictures are `v:shape` around `v:imagedata`, and have an `<img>` beside them. */
const DRAWING = /<v:(rect|roundrect|oval|line|polyline|arc|curve|group|image|textbox|textpath)\b/i;
export const hasDrawing = (html: string): boolean => DRAWING.test(html);

/** Editors tidy what they are given; they do not shorten it by this much. */
const LEAST_LENGTH = 0.95;

const pictures = (html: string): string[] => html.match(PICTURE) || [];

export const countPictures = (html: string): number => pictures(html).length;
export const inlinePictures = (html: string): number =>
  pictures(html).filter((tag) => INLINE.test(tag)).length;

/** What no editor changes: letters and digits of the text, the last of them. A body that was cut off has others. */
const lastWords = (html: string): string => html.replace(/<[^<>]*>|&#?\w*;|\W/g, '').slice(-40);

export type BodyVerdict = 'asWritten' | 'asBefore' | 'damaged';

/** How often our token stands in it: once for the image, once per tracked link. */
const countMarks = (html: string, token: string | null): number =>
  token === null ? 0 : html.split(token).length - 1;

/**
 * What became of a write, judged from the body read back: no picture may be missing, it is about as long and ends as it
 * did, and the message's token stands in it as often as it should. Bytes cannot be compared, since every editor rewrites
 * HTML on the way in; but a body that is the old one to the byte is the old one, where a write shows late.
 * `token`: null when the write only took old marks out.
 */
export function judgeBody(found: string, written: string, before: string, token: string | null): BodyVerdict {
  const is = (wanted: string): boolean =>
    found.length >= wanted.length * LEAST_LENGTH &&
    lastWords(found) === lastWords(wanted) &&
    countPictures(found) >= countPictures(wanted) &&
    countMarks(found, token) === countMarks(wanted, token);
  if (found === before) return 'asBefore';
  if (is(written)) return 'asWritten';
  return is(before) ? 'asBefore' : 'damaged';
}
