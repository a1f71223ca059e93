import type { Gate } from '../office';
import type { LaunchEvent } from './surroundings';

/** Closes the gate and ends the event, whoever asks first and however often it is asked. */
export const completeOnce =
  (gate: Gate, event: LaunchEvent, ended: () => void, answer?: { allowEvent: boolean }) => (): void => {
    if (!gate.open) return;
    gate.close();
    try {
      event.completed(answer);
    } catch {
      // Outlook has dropped the event: there is nobody left to tell.
    }
    ended();
  };
