/** Why a step could not be run; the words stand in the web app's catalogue. */
export type FailureCode =
  | 'list-gone'
  | 'message-gone'
  | 'message-not-sendable'
  | 'property-gone'
  | 'user-gone'
  | 'step-gone'
  | 'goes-round'
  | 'internal';

/** A step cannot be run as things stand: it is tried again, and then waits for a person. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  constructor(readonly code: FailureCode) {
    super(code);
  }
}
