import { replyText, type IncomingMail } from '../../../core/incoming';

/** Mail programs of phones and tablets that name themselves (X-Mailer, User-Agent). */
const PHONE_MAILER = /\b(?:iphone|ipad)\s+mail\b|\boutlook[- ](?:for[- ])?(?:ios|android)\b|\bandroid\b/i;
/** Marks that Outlook's mobile programs leave around what was written with them. */
const MOBILE_MARKS = /\bid="?(?:x_)?ms-outlook-mobile-(?:signature|body-separator-line)\b/i;
/** The links of Outlook's own signature, whatever language its words are in: iOS, Android. */
const MOBILE_LINKS = /https:\/\/aka\.ms\/(?:o0ukef|ghei36|AAb9ysg)\b/;

/**
 * L9, A6: whether a sent copy says by itself that it was written on a phone, where no add-in runs at Send. Only what the
 * sender wrote is looked at: a quote tells of somebody else's phone. False: it cannot be told.
 */
export function isFromPhone(mail: Pick<IncomingMail, 'headers' | 'html'>): boolean {
  const named = mail.headers.some(
    ({ name, value }) => /^(?:x-mailer|user-agent)$/i.test(name) && PHONE_MAILER.test(value),
  );
  if (named) return true;
  if (mail.html === undefined || !(MOBILE_MARKS.test(mail.html) || MOBILE_LINKS.test(mail.html)))
    return false;
  const { newHtml = mail.html } = replyText({ html: mail.html });
  return MOBILE_MARKS.test(newHtml) || MOBILE_LINKS.test(newHtml);
}
