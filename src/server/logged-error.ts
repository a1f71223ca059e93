import { codeOf, messageOf } from './store/errors';

/** SQLSTATE; such an error's text quotes values, and its detail names them ("Key (address)=(…) already exists"). */
const SQL_CODE = /^[0-9A-Z]{5}$/;
const ADDRESS = /[^\s@<>()"',;:]+@[^\s@<>()"',;:]+/g;
const CAUSES = 3;

export interface LoggedError {
  type: string;
  message: string;
  code?: string;
  constraint?: string;
  stack?: string;
  cause?: LoggedError;
}

/**
 * What of an error goes into the log (S4: no personal data): its kind, its words without quoted values and addresses,
 * and where it came from. Fields that libraries hang on their errors (SQL details, a token's claims) stay out.
 */
export function loggedError(error: unknown, causes = CAUSES): LoggedError {
  const code = codeOf(error);
  const plain = messageOf(error).replace(ADDRESS, '…@…').slice(0, 1_000);
  const message =
    code !== undefined && SQL_CODE.test(code) ? plain.replace(/"[^"]*"|'[^']*'/g, '"…"') : plain;
  if (!(error instanceof Error)) return { type: typeof error, message };
  const constraint = 'constraint' in error ? error.constraint : undefined;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message,
    ...(code !== undefined && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(frames && { stack: frames.join('\n') }),
    ...(error.cause !== undefined && causes > 0 && { cause: loggedError(error.cause, causes - 1) }),
  };
}
