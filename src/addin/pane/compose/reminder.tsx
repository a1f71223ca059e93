import { Field, MessageBar, MessageBarBody, Select } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import { usePane } from '../context';
import { useLoaded } from '../use-loaded';

const DAYS = [1, 2, 3, 5, 7, 14, 30];

/** R11: "remind me if no reply in N days", of the mail that will be sent with this token. */
export function Reminder({ token }: { token: string }) {
  const { texts, api } = usePane();
  const load = useCallback(() => api.reminders(token), [api, token]);
  const { loaded, again } = useLoaded(load);
  /** What was chosen last, until the server has it. */
  const [chosen, setChosen] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  if (loaded.state !== 'ready') return null;
  const standing = loaded.value.reminders.find(({ state }) => state === 'waiting');
  const days = chosen ?? standing?.days ?? 0;
  const choose = async (next: number): Promise<void> => {
    setChosen(next);
    const answer =
      next > 0
        ? await api.remind(token, next)
        : standing
          ? await api.dropReminder(standing.id)
          : { ok: true as const };
    setFailed(!answer.ok);
    setChosen(answer.ok ? next : null);
    again();
  };
  return (
    <>
      <Field label={texts.remind.label} hint={days > 0 ? texts.remind.hint : undefined} size="small">
        <Select
          size="small"
          value={String(days)}
          onChange={(_event, { value }) => void choose(Number(value))}
        >
          <option value="0">{texts.remind.off}</option>
          {[...new Set([...DAYS, ...(days > 0 ? [days] : [])])]
            .sort((a, b) => a - b)
            .map((n) => (
              <option key={n} value={String(n)}>
                {texts.remind.after(n)}
              </option>
            ))}
        </Select>
      </Field>
      {failed && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{texts.remind.notKept}</MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}
