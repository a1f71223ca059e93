import { Caption1, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { DATES_OF_CONTACT, type DateTest, type Leaf, type When } from '../../core/rules';
import { texts } from '../texts';
import { negated, NotChoice } from './not-choice';
import { NumberInput } from './number-input';

const useStyles = makeStyles({
  day: { width: '150px', maxWidth: '100%' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type DateLeaf = Extract<Leaf, { kind: 'date' }>;
const TESTS = ['within', 'next', 'before', 'after', 'between', 'known'] as const;
const WHENS = ['within', 'before', 'after', 'between'] as const;

const today = (): string => new Date().toISOString().slice(0, 10);
const dayOf = (test: DateTest | When): string =>
  'day' in test ? test.day : 'from' in test ? test.from : today();

/** The same question with another test. */
function asked<T extends (typeof TESTS)[number]>(is: T, before: DateTest | When): DateTest {
  switch (is) {
    case 'within':
    case 'next':
      return { is, days: 'days' in before ? before.days : 30 };
    case 'before':
    case 'after':
      return { is, day: dayOf(before) };
    case 'between':
      return { is: 'between', from: dayOf(before), to: dayOf(before) };
    default:
      return { is: 'known' };
  }
}

/** When something was, or is to be. */
export function DateRule({ rule, onChange }: { rule: DateLeaf; onChange: (rule: DateLeaf) => void }) {
  const words = texts.segments.builder;
  const { test } = rule;
  const not = rule.not === true;
  // What a contact did lies behind; a day of one's own may lie ahead.
  const done = DATES_OF_CONTACT.some((name) => name === rule.property);
  const tests = TESTS.filter((is) => is !== 'next' || !done);
  const known = done ? words.happened : words.known;
  const unknown = done ? words.neverHappened : words.unknown;
  return (
    <>
      <NotChoice
        label={words.isOrNot}
        not={not}
        is={words.dateIs}
        isNot={words.dateIsNot}
        onChange={(now) => onChange(negated(rule, now))}
      />
      <Select
        size="small"
        aria-label={words.when}
        value={test.is === 'known' && not ? 'unknown' : test.is}
        onChange={(_event, { value }) => {
          const is = TESTS.find((one) => one === value) ?? 'known';
          const next = { ...rule, test: asked(is, test) };
          onChange(value === 'unknown' || value === 'known' ? negated(next, value === 'unknown') : next);
        }}
      >
        {tests.flatMap((is) =>
          is === 'known'
            ? [
                <option key="known" value="known">
                  {known}
                </option>,
                <option key="unknown" value="unknown">
                  {unknown}
                </option>,
              ]
            : [
                <option key={is} value={is}>
                  {words[is]}
                </option>,
              ],
        )}
      </Select>
      <WhenValue test={test} onChange={(now) => onChange({ ...rule, test: now })} />
    </>
  );
}

/** When an event happened, or at any time. */
export function WhenChoice({
  when,
  onChange,
}: {
  when: When | undefined;
  onChange: (when: When | undefined) => void;
}) {
  const words = texts.segments.builder;
  const set = (test: DateTest): void => {
    if (test.is !== 'next' && test.is !== 'known') onChange(test);
  };
  return (
    <>
      <Select
        size="small"
        aria-label={words.when}
        value={when?.is ?? 'ever'}
        onChange={(_event, { value }) => {
          const is = WHENS.find((one) => one === value);
          if (is === undefined) onChange(undefined);
          else set(asked(is, when ?? { is: 'within', days: 30 }));
        }}
      >
        <option value="ever">{words.ever}</option>
        {WHENS.map((is) => (
          <option key={is} value={is}>
            {words[is]}
          </option>
        ))}
      </Select>
      {when && <WhenValue test={when} onChange={set} />}
    </>
  );
}

function WhenValue({ test, onChange }: { test: DateTest | When; onChange: (test: DateTest) => void }) {
  const styles = useStyles();
  const words = texts.segments.builder;
  const dayInput = (label: string, value: string, put: (day: string) => void) => (
    <Input
      size="small"
      className={styles.day}
      type="date"
      aria-label={label}
      value={value}
      onChange={(_event, { value: now }) => {
        if (now !== '') put(now);
      }}
    />
  );
  switch (test.is) {
    case 'within':
    case 'next':
      return (
        <>
          <NumberInput
            label={words[test.is]}
            whole
            min={1}
            max={3650}
            value={test.days}
            onChange={(days) => onChange({ ...test, days })}
          />
          <Caption1 className={styles.quiet}>{words.days}</Caption1>
        </>
      );
    case 'before':
    case 'after':
      return dayInput(words.day, test.day, (day) => onChange({ ...test, day }));
    case 'between':
      return (
        <>
          {dayInput(words.fromDay, test.from, (from) =>
            onChange({ ...test, from, to: test.to < from ? from : test.to }),
          )}
          {dayInput(words.toDay, test.to, (to) =>
            onChange({ ...test, to, from: test.from > to ? to : test.from }),
          )}
        </>
      );
    default:
      return null;
  }
}
