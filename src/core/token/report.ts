import { base64url, equalBytes, fromBase64url, utf8Bytes } from './bytes';
import { hmacSha256 } from './sha256';
import { ticketBytes, type Ticket } from './ticket';
import { parseToken, type ParsedToken, type TokenProblem } from './token';

const SCHEME = 'Ticket ';
const MAC_BYTES = 16;

const macOf = (token: string, reportKey: Uint8Array): Uint8Array =>
  hmacSha256(reportKey, utf8Bytes(token)).slice(0, MAC_BYTES);

/** Value of the Authorization header under which the client reports what it sent with this token. */
export const reportCredential = (ticket: Ticket, token: string): string =>
  `${SCHEME}${token}.${base64url(macOf(token, ticketBytes(ticket, 'reportKey')))}`;

/** Takes the header's value apart; which key to check it with stands in the token. */
export function parseReportCredential(
  header: string,
):
  { ok: true; token: ParsedToken; mac: Uint8Array } | { ok: false; reason: TokenProblem | 'scheme' | 'mac' } {
  if (header.slice(0, SCHEME.length).toLowerCase() !== SCHEME.toLowerCase())
    return { ok: false, reason: 'scheme' };
  const [text = '', macText = '', ...more] = header.slice(SCHEME.length).trim().split('.');
  const token = parseToken(text);
  if (!token.ok) return token;
  const mac = fromBase64url(macText);
  return mac?.length === MAC_BYTES && more.length === 0
    ? { ok: true, token, mac }
    : { ok: false, reason: 'mac' };
}

export function verifyReportCredential(
  header: string,
  reportKey: Uint8Array,
): { ok: true; token: ParsedToken } | { ok: false; reason: TokenProblem | 'scheme' | 'mac' } {
  const credential = parseReportCredential(header);
  if (!credential.ok) return credential;
  const { token, mac } = credential;
  return equalBytes(mac, macOf(token.text, reportKey)) ? { ok: true, token } : { ok: false, reason: 'mac' };
}
