export { base64url, concatBytes, equalBytes, fromBase64url, utf8Bytes } from './bytes';
export { escapeTarget, linkNumber, linkSigner, makeLink, readLinkQuery, verifyLink } from './link';
export { parseReportCredential, reportCredential, verifyReportCredential } from './report';
export { hmacSha256, sha256 } from './sha256';
export { checkTarget, locationOf, MAX_TARGET, type CheckedTarget, type TargetProblem } from './target';
export { type Ticket } from './ticket';
export {
  imageUrl,
  makeNonce,
  makeToken,
  messageKeyOf,
  parseToken,
  TOKEN_LENGTH,
  verifyToken,
  type ParsedToken,
  type TokenProblem,
} from './token';
