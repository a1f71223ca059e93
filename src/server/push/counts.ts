/** What this process has sent to push services; /metrics reads it. */
export interface PushCounts {
  /** Answers of push services: taken; "later" or no answer; no such browser any more; refused for good. */
  outcomes: Record<'sent' | 'failed' | 'gone' | 'refused', number>;
  /** Called with the seconds from what happened to when a push service had the news of it. */
  took(seconds: number): void;
}
