import { randomUUID } from 'node:crypto';

/** A refusal in Entra's words: OAuth error, AADSTS number and text. */
export class EntraError extends Error {
  constructor(
    readonly error: string,
    readonly number: number,
    readonly detail: string,
    readonly status = 400,
  ) {
    super(`AADSTS${number}: ${detail}`);
  }

  /** The body of the token endpoint's refusal. */
  body(now: Date): Record<string, unknown> {
    const trace = randomUUID();
    const correlation = randomUUID();
    const timestamp = `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`;
    return {
      error: this.error,
      error_description: `${this.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [this.number],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${this.number}`,
    };
  }
}
