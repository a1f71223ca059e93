import { Button, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { HITS_KEPT_MONTHS, type KeepMonths } from '../../core/api/retention';
import { api } from '../api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
  },
  save: { gridColumn: '1 / -1', display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
});

type Kind = keyof KeepMonths;
const KINDS: readonly { kind: Kind; months: readonly number[] }[] = [
  { kind: 'mails', months: [6, 12, 24, 36, 72, 120] },
  { kind: 'events', months: [6, 12, 24, 36, 72, 120] },
  { kind: 'hits', months: [2, 6, 13, 24, 36] },
  { kind: 'auditLog', months: [12, 24, 36, 72, 120] },
];

const wordsOf = (months: number): string =>
  months % 12 === 0 ? texts.privacy.years(months / 12) : texts.privacy.months(months);

/** For how long each kind of record is kept. */
export function RetentionSettings() {
  const styles = useStyles();
  const [keep, reload, change] = useResource('retention', api.retention);
  const [draft, setDraft] = useState<KeepMonths>();
  const { busy, error, does } = useDoing();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (!draft) return;
    void does(async () => {
      const saved = await api.saveRetention(draft);
      change(() => saved);
      setDraft(undefined);
    });
  };
  return (
    <LoadedSection
      title={texts.privacy.retention}
      about={texts.privacy.retentionAbout}
      resource={keep}
      reload={reload}
      error={error}
    >
      {(value) => {
        const shown = draft ?? value;
        return (
          <form className={styles.form} onSubmit={save}>
            {KINDS.map(({ kind, months }) => {
              const set = shown[kind];
              const choices = set === undefined || months.includes(set) ? months : [...months, set];
              return (
                <Field key={kind} label={texts.privacy.kept[kind]} hint={texts.privacy.keptHints[kind]}>
                  <Select
                    value={set === undefined ? '' : String(set)}
                    onChange={(_event, { value: picked }) => {
                      const { [kind]: _before, ...others } = shown;
                      setDraft(picked === '' ? others : { ...others, [kind]: Number(picked) });
                    }}
                  >
                    <option value="">
                      {kind === 'hits' ? wordsOf(HITS_KEPT_MONTHS) : texts.privacy.forGood}
                    </option>
                    {choices
                      .filter((one) => kind !== 'hits' || one !== HITS_KEPT_MONTHS)
                      .map((one) => (
                        <option key={one} value={one}>
                          {wordsOf(one)}
                        </option>
                      ))}
                  </Select>
                </Field>
              );
            })}
            <div className={styles.save}>
              <Button type="submit" appearance="primary" disabledFocusable={busy || !draft}>
                {busy ? texts.common.saving : texts.common.save}
              </Button>
              {draft && <Button onClick={() => setDraft(undefined)}>{texts.common.discard}</Button>}
            </div>
          </form>
        );
      }}
    </LoadedSection>
  );
}
