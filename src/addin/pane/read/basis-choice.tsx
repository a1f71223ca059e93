import { Button, Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Basis, type ContactCard } from '../../../core/api';
import type { ApiFailure } from '../api';
import { usePane } from '../context';
import { Failed } from '../parts';

const useStyles = makeStyles({
  box: { display: 'grid', rowGap: tokens.spacingVerticalXS, width: '100%', justifyItems: 'start' },
  wide: { width: '100%' },
  said: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

/** P1: the legal basis for tracking one-to-one mail to a contact; set at once, and taken back by a press. */
export function BasisChoice({ contact, onChange }: { contact: ContactCard; onChange: () => void }) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const [basis, setBasis] = useState(contact.basis);
  /** What stood before, to go back to. */
  const [before, setBefore] = useState<Basis | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const set = async (next: Basis, undo: Basis | null): Promise<void> => {
    const old = basis;
    setBasis(next);
    setBusy(true);
    const answer = await api.setBasis(contact.id, next, texts.basis.source);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) {
      setBefore(undo);
      onChange();
      return;
    }
    setBasis(old);
  };
  return (
    <div className={styles.box}>
      <Field label={texts.basis.label} size="small" className={styles.wide}>
        <Select
          size="small"
          value={basis}
          disabled={busy}
          onChange={(_event, { value }) => {
            const chosen = Basis.safeParse(value);
            if (chosen.success) void set(chosen.data, basis);
          }}
        >
          {Basis.options.map((one) => (
            <option key={one} value={one}>
              {texts.basis.names[one]}
            </option>
          ))}
        </Select>
      </Field>
      {before !== null && (
        <span className={styles.said} role="status">
          <Text size={200}>{texts.basis.kept}</Text>
          <Button size="small" disabled={busy} onClick={() => void set(before, null)}>
            {texts.basis.undo}
          </Button>
        </span>
      )}
      {failure && <Failed failure={failure} />}
    </div>
  );
}
