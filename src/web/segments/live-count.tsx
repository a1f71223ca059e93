import { Caption1, Card, makeStyles, Spinner, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { RuleNamed } from '../../core/api/segments';
import { Rule } from '../../core/rules';
import { RouterLink } from '../parts/event-line';
import { Failure } from '../parts/states';
import { readRule } from '../rules/read-rule';
import type { RuleChoices } from '../rules/choices';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  count: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontVariantNumeric: 'tabular-nums',
  },
  sample: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  quiet: { color: tokens.colorNeutralForeground3 },
  words: { overflowWrap: 'anywhere' },
});

/** The fingers rest for so long before it is counted. */
const REST_MS = 400;

/** A rule as it could be saved; undefined: something is still to be filled in. */
export const readyRule = (rule: Rule): Rule | undefined => {
  const read = Rule.safeParse(rule);
  return read.success ? read.data : undefined;
};

/** What the choices call what a rule names. */
export const namedBy = (choices: RuleChoices): RuleNamed => ({
  segments: Object.fromEntries(choices.segments.map(({ id, name }) => [id, name])),
  messages: Object.fromEntries(choices.messages.map(({ id, name }) => [id, name])),
  users: Object.fromEntries(choices.users.map(({ id, name }) => [String(id), name])),
  fields: Object.fromEntries(choices.fields.map(({ key, name }) => [key, name])),
});

/** What a rule says in plain words, and whom it means now, while it is being written. */
export function LiveCount({ rule, names }: { rule: Rule; names: RuleNamed }) {
  const styles = useStyles();
  const words = texts.segments;
  const ready = readyRule(rule);
  const said = JSON.stringify(ready);
  const [asked, setAsked] = useState(said);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(said), REST_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Card className={styles.card}>
      <Text className={styles.words}>
        {words.reads} {readRule(rule, names)}.
      </Text>
      <Subtitle2 as="h2">{words.live}</Subtitle2>
      {ready === undefined ? (
        <Caption1 className={styles.quiet}>{words.incomplete}</Caption1>
      ) : (
        asked !== undefined && <Counted rule={asked} behind={asked !== said} />
      )}
    </Card>
  );
}

function Counted({ rule, behind }: { rule: string; behind: boolean }) {
  const styles = useStyles();
  const words = texts.segments;
  const [counted] = useResource(`count/${rule}`, () => segmentsApi.count(Rule.parse(JSON.parse(rule))));
  if (counted.state === 'failed') return <Failure error={counted.error} />;
  if (counted.state === 'loading' || behind) {
    return <Spinner size="tiny" labelPosition="after" label={words.counting} />;
  }
  const { count, sample } = counted.value;
  return (
    <div role="status">
      <div className={styles.count}>{words.countOf(count)}</div>
      {sample.length > 0 && (
        <>
          <Caption1 className={styles.quiet}>{words.sample}</Caption1>
          <ul className={styles.sample}>
            {sample.map(({ id, name, address }) => (
              <li key={id}>
                <RouterLink to={`/contacts/${id}`}>{name}</RouterLink>{' '}
                {address !== undefined && address !== name && (
                  <Caption1 className={styles.quiet}>{address}</Caption1>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
