/** Where the sandbox takes the time from. */
export interface Clock {
  now(): Date;
}
