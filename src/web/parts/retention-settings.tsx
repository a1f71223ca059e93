import { Button, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { HITS_KEPT_MONTHS, type KeepMonths } from '../../core/api/retention';
import { api } from '../api';
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
const KINDS: readonly { kind: Kind; label: string; hint: string; months: readonly number[] }[] = [
  {
    kind: 'mails',
    label: 'Text and files of logged mail',
    hint: 'That a mail was, its subject, people and counts stay.',
    months: [6, 12, 24, 36, 72, 120],
  },
  {
    kind: 'events',
    label: 'Opens, clicks and replies in feed and mail',
    hint: 'Counts and the dates on contacts stay.',
    months: [6, 12, 24, 36, 72, 120],
  },
  {
    kind: 'hits',
    label: 'Requests and how they were judged',
    hint: 'What can be looked into and judged again.',
    months: [2, 6, 13, 24, 36],
  },
  { kind: 'auditLog', label: 'Audit log', hint: 'At least a year.', months: [12, 24, 36, 72, 120] },
];

const wordsOf = (months: number): string =>
  months % 12 === 0 ? (months === 12 ? '1 year' : `${months / 12} years`) : `${months} months`;

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
      title="How long records are kept"
      about="What is older goes once a day, and the audit log says how much went. It cannot be brought back."
      resource={keep}
      reload={reload}
      error={error}
    >
      {(value) => {
        const shown = draft ?? value;
        return (
          <form className={styles.form} onSubmit={save}>
            {KINDS.map(({ kind, label, hint, months }) => {
              const set = shown[kind];
              const choices = set === undefined || months.includes(set) ? months : [...months, set];
              return (
                <Field key={kind} label={label} hint={hint}>
                  <Select
                    value={set === undefined ? '' : String(set)}
                    onChange={(_event, { value: picked }) => {
                      const { [kind]: _before, ...others } = shown;
                      setDraft(picked === '' ? others : { ...others, [kind]: Number(picked) });
                    }}
                  >
                    <option value="">{kind === 'hits' ? wordsOf(HITS_KEPT_MONTHS) : 'For good'}</option>
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
                {busy ? 'Saving …' : 'Save'}
              </Button>
              {draft && <Button onClick={() => setDraft(undefined)}>Discard</Button>}
            </div>
          </form>
        );
      }}
    </LoadedSection>
  );
}
