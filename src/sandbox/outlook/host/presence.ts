/** Whether the person is still at the item whose Send is under way. Who goes elsewhere takes it away from the handler. */
export interface Presence {
  /** Send begins. */
  begin: () => void;
  /** Send is over, one way or the other. */
  end: () => void;
  sending: () => boolean;
  /** The person picks another item; false when nothing is being sent, so that nothing holds them. */
  leave: () => boolean;
  away: () => boolean;
  back: () => void;
  /** Resolves when they leave, each time anew. */
  left: () => Promise<void>;
  /** Whether a call of an add-in still reaches the item. */
  admit: (launchEvent: string | undefined) => boolean;
}

/** @param leavesAfter the person leaves by themselves after so many calls of the send handler. */
export function presence(leavesAfter: () => number | undefined): Presence {
  let sending = false;
  let away = false;
  let calls = 0;
  let heard: () => void = () => undefined;
  const leave = (): boolean => {
    if (sending && !away) {
      away = true;
      heard();
    }
    return sending;
  };
  return {
    begin: () => {
      sending = true;
      away = false;
      calls = 0;
    },
    end: () => {
      sending = false;
      away = false;
    },
    sending: () => sending,
    leave,
    away: () => away,
    back: () => {
      away = false;
    },
    left: () => new Promise((resolve) => (heard = resolve)),
    admit(launchEvent) {
      if (launchEvent === 'OnMessageSend') {
        calls += 1;
        const after = leavesAfter();
        if (calls - 1 === after) leave();
      }
      return !away;
    },
  };
}
