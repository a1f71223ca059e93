import { Button, Caption1, makeStyles, mergeClasses, Select, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type Group, MOST_DEEP, type Rule } from '../../core/rules';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import type { RuleChoices } from './choices';
import { RuleRow } from './rule-row';
import { newRule } from './what';

const useStyles = makeStyles({
  group: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    minWidth: 0,
  },
  inner: {
    borderInlineStartWidth: '3px',
    borderInlineStartColor: tokens.colorBrandStroke1,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 480px)': { padding: tokens.spacingHorizontalS },
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  how: { minWidth: 0, maxWidth: '100%' },
  rules: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  joint: { color: tokens.colorNeutralForeground3, display: 'block', paddingBottom: tokens.spacingVerticalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const HOW = ['all', 'any', 'notAll', 'notAny'] as const;
const howOf = ({ of, not }: Group): (typeof HOW)[number] =>
  of === 'all' ? (not ? 'notAll' : 'all') : not ? 'notAny' : 'any';

interface RuleGroupProps {
  group: Group;
  choices: RuleChoices;
  onChange: (group: Group) => void;
  /** Of a group within another. */
  onRemove?: () => void;
  /** How many groups it stands in. */
  depth?: number;
}

/** A group of rules, with groups in it. */
export function RuleGroup({ group, choices, onChange, onRemove, depth = 0 }: RuleGroupProps) {
  const styles = useStyles();
  const words = texts.segments.builder;
  const { rules } = group;
  const put = (i: number, rule: Rule): void =>
    onChange({ ...group, rules: rules.map((one, at) => (at === i ? rule : one)) });
  const take = (i: number): void => onChange({ ...group, rules: rules.filter((_, at) => at !== i) });
  const add = (rule: Rule): void => onChange({ ...group, rules: [...rules, rule] });
  const choose = (how: string): void => {
    const { not: _not, ...plain } = group;
    onChange({
      ...plain,
      of: how === 'all' || how === 'notAll' ? 'all' : 'any',
      ...((how === 'notAll' || how === 'notAny') && { not: true as const }),
    });
  };
  return (
    <>
      {depth === 0 && choices.failed && (
        <Failure
          error={choices.failed.error}
          action={<Button onClick={choices.failed.again}>{texts.common.tryAgain}</Button>}
        />
      )}
      <fieldset className={mergeClasses(styles.group, depth > 0 && styles.inner)}>
        <div className={styles.head}>
          <Caption1>{words.groupOf}</Caption1>
          <Select
            size="small"
            className={styles.how}
            aria-label={words.groupOf}
            value={howOf(group)}
            onChange={(_event, { value }) => choose(value)}
          >
            {HOW.map((how) => (
              <option key={how} value={how}>
                {words[how]}
              </option>
            ))}
          </Select>
          {onRemove && (
            <Button
              size="small"
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={words.removeGroup}
              title={words.removeGroup}
              onClick={onRemove}
            />
          )}
        </div>
        {rules.length === 0 ? (
          <Caption1 className={styles.quiet}>{group.of === 'all' ? words.empty : words.emptyAny}</Caption1>
        ) : (
          <ul className={styles.rules}>
            {rules.map((rule, i) => (
              // Rules have no names of their own: the place is theirs.
              <li key={i}>
                {i > 0 && (
                  <Caption1 className={styles.joint}>{group.of === 'all' ? words.and : words.or}</Caption1>
                )}
                {rule.kind === 'group' ? (
                  <RuleGroup
                    group={rule}
                    choices={choices}
                    depth={depth + 1}
                    onChange={(now) => put(i, now)}
                    onRemove={() => take(i)}
                  />
                ) : (
                  <RuleRow
                    rule={rule}
                    choices={choices}
                    onChange={(now) => put(i, now)}
                    onRemove={() => take(i)}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
        <div className={styles.head}>
          <Button size="small" icon={<AddRegular />} onClick={() => add(newRule('event:replied'))}>
            {words.addRule}
          </Button>
          {depth < MOST_DEEP - 2 && (
            <Button
              size="small"
              appearance="subtle"
              icon={<AddRegular />}
              onClick={() =>
                add({
                  kind: 'group',
                  of: group.of === 'all' ? 'any' : 'all',
                  rules: [newRule('event:replied')],
                })
              }
            >
              {words.addGroup}
            </Button>
          )}
        </div>
      </fieldset>
    </>
  );
}
