import { Button, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { ContactField } from '../../core/api/contacts';
import type { Leaf, NumberTest, TextTest } from '../../core/rules';
import { texts } from '../texts';
import { negated } from './not-choice';
import { NumberInput } from './number-input';

const useStyles = makeStyles({
  values: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  value: { width: '180px', maxWidth: '100%' },
});

type TextLeaf = Extract<Leaf, { kind: 'text' }>;
type NumberLeaf = Extract<Leaf, { kind: 'number' }>;
const TEXT_TESTS = ['equal', 'contains', 'begins'] as const;
const NUMBER_TESTS = ['equal', 'less', 'more', 'between'] as const;

interface TestChoiceProps {
  tests: readonly string[];
  is: string;
  not: boolean;
  words: (test: string, not: boolean) => string;
  onChange: (is: string, not: boolean) => void;
}

/** How a value is compared: each comparison, its opposite, and whether there is a value at all. */
function TestChoice({ tests, is, not, words, onChange }: TestChoiceProps) {
  const { isOrNot } = texts.segments.builder;
  return (
    <Select
      size="small"
      aria-label={isOrNot}
      value={`${is} ${not ? 'not' : ''}`}
      onChange={(_event, { value }) => {
        const [test = '', negative = ''] = value.split(' ');
        onChange(test, negative === 'not');
      }}
    >
      {[...tests, 'known'].flatMap((test) =>
        [false, true].map((negative) => (
          <option key={`${test} ${negative}`} value={`${test} ${negative ? 'not' : ''}`}>
            {words(test, negative)}
          </option>
        )),
      )}
    </Select>
  );
}

const wordsFor =
  (is: Readonly<Record<string, string>>, isNot: Readonly<Record<string, string>>) =>
  (test: string, not: boolean): string => {
    const { known, unknown } = texts.segments.builder;
    return test === 'known' ? (not ? unknown : known) : ((not ? isNot : is)[test] ?? test);
  };

/** A text of the contact. */
export function TextRule({
  rule,
  fields,
  onChange,
}: {
  rule: TextLeaf;
  fields: readonly ContactField[];
  onChange: (rule: TextLeaf) => void;
}) {
  const words = texts.segments.builder;
  const { test } = rule;
  const field = fields.find(({ key }) => rule.property === `custom:${key}`);
  const values = test.is === 'known' ? [] : test.values;
  const choose = (is: string, not: boolean): void => {
    const asked = TEXT_TESTS.find((one) => one === is);
    const now: TextTest = asked ? { is: asked, values: values.length > 0 ? values : [''] } : { is: 'known' };
    onChange(negated({ ...rule, test: now }, not));
  };
  const set = (now: string[]): void =>
    onChange({ ...rule, test: test.is === 'known' ? test : { ...test, values: now } });
  return (
    <>
      <TestChoice
        tests={TEXT_TESTS}
        is={test.is}
        not={rule.not === true}
        words={wordsFor(words.text, words.notText)}
        onChange={choose}
      />
      {test.is !== 'known' && (
        <Values
          values={values}
          choices={field?.kind === 'choice' ? field.choices : undefined}
          onChange={set}
        />
      )}
    </>
  );
}

/** One of several values. */
function Values({
  values,
  choices,
  onChange,
}: {
  values: readonly string[];
  choices: readonly string[] | undefined;
  onChange: (values: string[]) => void;
}) {
  const styles = useStyles();
  const words = texts.segments.builder;
  const put = (i: number, value: string): void => onChange(values.map((one, at) => (at === i ? value : one)));
  return (
    <div className={styles.values}>
      {values.map((value, i) => {
        const remove =
          values.length > 1 ? (
            <Button
              size="small"
              appearance="transparent"
              icon={<DismissRegular />}
              aria-label={words.removeValue(value)}
              onClick={() => onChange(values.filter((_, at) => at !== i))}
            />
          ) : undefined;
        return choices ? (
          // The place is all that tells one from the other while they are typed.
          <span key={i}>
            <Select
              size="small"
              className={styles.value}
              aria-label={words.value}
              value={value}
              onChange={(_event, { value: now }) => put(i, now)}
            >
              {!choices.includes(value) && <option value={value}>{value}</option>}
              {choices.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </Select>
            {remove}
          </span>
        ) : (
          <Input
            key={i}
            size="small"
            className={styles.value}
            aria-label={words.value}
            maxLength={200}
            value={value}
            contentAfter={remove}
            onChange={(_event, { value: now }) => put(i, now)}
          />
        );
      })}
      <Button
        size="small"
        appearance="subtle"
        icon={<AddRegular />}
        disabled={values.some((value) => value.trim() === '')}
        onClick={() => onChange([...values, ''])}
      >
        {words.orValue}
      </Button>
    </div>
  );
}

/** A number of the contact. */
export function NumberRule({ rule, onChange }: { rule: NumberLeaf; onChange: (rule: NumberLeaf) => void }) {
  const words = texts.segments.builder;
  const { test } = rule;
  const choose = (is: string, not: boolean): void => {
    const asked = NUMBER_TESTS.find((one) => one === is);
    const value = test.is === 'known' ? 0 : test.is === 'between' ? test.from : test.value;
    const now: NumberTest =
      asked === undefined
        ? { is: 'known' }
        : asked === 'between'
          ? { is: 'between', from: value, to: value }
          : { is: asked, value };
    onChange(negated({ ...rule, test: now }, not));
  };
  const set = (now: NumberTest): void => onChange({ ...rule, test: now });
  return (
    <>
      <TestChoice
        tests={NUMBER_TESTS}
        is={test.is}
        not={rule.not === true}
        words={wordsFor(words.number, words.notNumber)}
        onChange={choose}
      />
      {test.is === 'between' && (
        <>
          <NumberInput label={words.lowest} value={test.from} onChange={(from) => set({ ...test, from })} />
          <NumberInput label={words.highest} value={test.to} onChange={(to) => set({ ...test, to })} />
        </>
      )}
      {test.is !== 'between' && test.is !== 'known' && (
        <NumberInput label={words.value} value={test.value} onChange={(value) => set({ ...test, value })} />
      )}
    </>
  );
}
