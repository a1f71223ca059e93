import { Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import type { WorkflowChoices } from '../../core/api/workflows';
import { UNITS, type How } from '../../core/workflows';
import { texts } from '../texts';
import { Choice, NumberField, PickOne, propertiesFor } from './choice-fields';
import { weekdays, type Names } from './words';

const useStyles = makeStyles({
  days: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS },
});

const BEGIN: Record<How['kind'], How> = {
  for: { kind: 'for', amount: 1, unit: 'days' },
  until: { kind: 'until', days: [], time: '09:00' },
  date: { kind: 'date', property: null, days: 0, time: '09:00' },
};

/** How long a wait is: for a time, until a time of day, until a date of the contact. */
export function WaitFields({
  how,
  choices,
  names,
  disabled,
  change,
}: {
  how: How;
  choices: WorkflowChoices;
  names: Names;
  disabled: boolean;
  change: (how: How, name?: string) => void;
}) {
  const styles = useStyles();
  const words = texts.workflows.fields;
  const time = (given: Exclude<How, { kind: 'for' }>) => (
    <Field label={words.time}>
      <Input
        type="time"
        disabled={disabled}
        value={given.time}
        onChange={(_event, { value }) => value !== '' && change({ ...given, time: value }, 'time')}
      />
    </Field>
  );
  return (
    <>
      <Choice
        label={words.howLong}
        value={how.kind}
        options={(['for', 'until', 'date'] as const).map((key) => ({ key, words: words.hows[key] }))}
        disabled={disabled}
        pick={(kind) => kind !== how.kind && change(BEGIN[kind])}
      />
      {how.kind === 'for' && (
        <>
          <NumberField
            label={words.amount}
            value={how.amount}
            min={1}
            max={525_600}
            disabled={disabled}
            change={(amount) => amount !== null && change({ ...how, amount }, 'amount')}
          />
          <Choice
            label={words.unit}
            value={how.unit}
            options={UNITS.map((key) => ({ key, words: words.units[key] }))}
            disabled={disabled}
            pick={(unit) => change({ ...how, unit })}
          />
        </>
      )}
      {how.kind === 'until' && (
        <>
          <Field label={words.days}>
            <div className={styles.days} role="group">
              {weekdays().map(({ n, name }) => (
                <Checkbox
                  key={n}
                  label={name}
                  disabled={disabled}
                  checked={how.days.includes(n)}
                  onChange={(_event, { checked }) =>
                    change({
                      ...how,
                      days: checked === true ? [...how.days, n] : how.days.filter((day) => day !== n),
                    })
                  }
                />
              ))}
            </div>
          </Field>
          {time(how)}
        </>
      )}
      {how.kind === 'date' && (
        <>
          <PickOne
            label={words.dateProperty}
            things={propertiesFor('date', choices, names)}
            value={how.property}
            disabled={disabled}
            pick={(property) => change({ ...how, property })}
          />
          <NumberField
            label={words.offset}
            value={how.days}
            min={-365}
            max={365}
            disabled={disabled}
            change={(days) => days !== null && change({ ...how, days }, 'days')}
          />
          {time(how)}
        </>
      )}
    </>
  );
}
