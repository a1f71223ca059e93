/** A refusal with a clear answer: thrown by handlers, written as `Problem` by the app's error handler. */
export class HttpProblem extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
    readonly field?: string,
    /** Of 429: seconds to wait. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'HttpProblem';
  }
}

/** `throw problem(404, 'not-found', 'There is no such contact.')` */
export function problem(statusCode: number, code: string, message: string, field?: string): HttpProblem {
  return new HttpProblem(statusCode, code, message, field);
}

/** Of a message that there is not, and of one that this person may not see: nobody learns which. */
export const noMessage = (): HttpProblem =>
  problem(404, 'no-such-message', 'There is no such message, or it is not yours to see.');
