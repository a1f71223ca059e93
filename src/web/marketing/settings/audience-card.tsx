import {
  Button,
  Card,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  Spinner,
  Subtitle1,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { MOST_PER_HOUR, type AudienceCount, type MarketingSettingsView } from '../../../core/api/marketing';
import { list as listed, number } from '../../format';
import { RouterLink } from '../../parts/event-line';
import { usePageStyles } from '../../parts/page-styles';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import type { Resource } from '../../use-resource';
import { AudienceNumber } from './audience-people';
import type { SettingsInHand } from './use-settings';

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalM,
  },
  dropdown: { minWidth: 0 },
  counted: { display: 'grid', rowGap: tokens.spacingVerticalXS, justifyItems: 'start' },
  small: { maxWidth: '420px' },
  reasons: {
    display: 'grid',
    rowGap: tokens.spacingVerticalXXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
});

interface AudienceCardProps {
  message: string;
  view: MarketingSettingsView;
  count: Resource<AudienceCount>;
  counted: number;
  again: () => void;
  put: SettingsInHand['put'];
}

/** M1: whom a message goes to, minus whom, how many that is now, and why others are left out. */
export function AudienceCard({ message, view, count, counted, again, put }: AudienceCardProps) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.marketingSettings;
  const { settings } = view;
  return (
    <Card className={page.card}>
      <Subtitle1 as="h2">{words.audience}</Subtitle1>
      {view.lists.length === 0 && (
        <Text>
          {words.noLists} <RouterLink to="/segments">{words.toSegments}</RouterLink>
        </Text>
      )}
      <div className={styles.fields}>
        <ListChoice label={words.to} view={view} chosen={settings.to} choose={(to) => put({ to })} />
        <ListChoice
          label={words.except}
          view={view}
          chosen={settings.exclude}
          choose={(exclude) => put({ exclude })}
        />
      </div>
      {count.state === 'loading' && <Spinner size="tiny" label={words.counting} />}
      {count.state === 'failed' && (
        <Failure error={count.error} action={<Button onClick={again}>{texts.common.tryAgain}</Button>} />
      )}
      {count.state === 'ready' && settings.to.length > 0 && (
        <Counted message={message} counted={counted} count={count.value} />
      )}
      <PerHour value={settings.perHour} disabled={!view.canChange} put={put} />
    </Card>
  );
}

function Counted({ message, counted, count }: { message: string; counted: number; count: AudienceCount }) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.marketingSettings;
  const out = count.leftOut.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className={styles.counted} role="group" aria-label={words.audience}>
      <AudienceNumber message={message} counted={counted} which="to" words={words.gets(count.to)} />
      {count.untracked > 0 && <Text className={page.quiet}>{words.untracked(count.untracked)}</Text>}
      {out > 0 && (
        <>
          <Text weight="semibold">{words.leftOut(out)}</Text>
          <ul className={styles.reasons} aria-label={words.leftOut(out)}>
            {count.leftOut.map(({ reason, count: n }) => (
              <li key={reason}>
                <AudienceNumber
                  message={message}
                  counted={counted}
                  which={reason}
                  words={`${words.people(n)}: ${words.reasons[reason]}`}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface ListChoiceProps {
  label: string;
  view: MarketingSettingsView;
  chosen: readonly string[];
  choose: (chosen: string[]) => void;
}

function ListChoice({ label, view, chosen, choose }: ListChoiceProps) {
  const styles = useStyles();
  const words = texts.marketingSettings;
  const named = (id: string): string => {
    const found = view.lists.find((one) => one.id === id);
    if (!found) return words.gone;
    return found.filling ? words.filling(found.name) : words.list(found.name, number(found.count));
  };
  const gone = chosen.filter((id) => !view.lists.some((one) => one.id === id));
  return (
    <Field label={label}>
      <Dropdown
        multiselect
        className={styles.dropdown}
        disabled={!view.canChange}
        placeholder={words.nobodyChosen}
        value={chosen.length === 0 ? '' : listed(chosen.map(named))}
        selectedOptions={[...chosen]}
        onOptionSelect={(_event, { selectedOptions }) => choose(selectedOptions)}
      >
        {[...view.lists.map(({ id }) => id), ...gone].map((id) => (
          <Option key={id} value={id} text={named(id)}>
            {named(id)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

/** Copies an hour; kept as the field is left. */
function PerHour({
  value,
  disabled,
  put,
}: {
  value: number | undefined;
  disabled: boolean;
  put: SettingsInHand['put'];
}) {
  const styles = useStyles();
  const words = texts.marketingSettings;
  const [text, setText] = useState(value === undefined ? '' : String(value));
  useEffect(() => setText(value === undefined ? '' : String(value)), [value]);
  const meant = text.trim() === '' ? undefined : Number(text.trim());
  const wrong = meant !== undefined && !(Number.isInteger(meant) && meant >= 1 && meant <= MOST_PER_HOUR);
  return (
    <Field
      className={styles.small}
      label={words.perHour}
      hint={words.perHourHint}
      {...(wrong && { validationState: 'error' as const, validationMessage: words.perHourWrong })}
    >
      <Input
        inputMode="numeric"
        value={text}
        maxLength={9}
        disabled={disabled}
        onChange={(_event, data) => setText(data.value)}
        onBlur={() => {
          if (!wrong && meant !== value) put({ perHour: meant });
        }}
      />
    </Field>
  );
}
