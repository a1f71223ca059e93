import { Caption1, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import type { EventOf, EventRule } from '../../core/rules';
import { texts } from '../texts';
import { WhenChoice } from './date-rule';
import { negated, NotChoice } from './not-choice';
import { NumberInput } from './number-input';

const useStyles = makeStyles({
  message: { minWidth: 0, maxWidth: '280px' },
  link: { width: '220px', maxWidth: '100%' },
  times: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    whiteSpace: 'nowrap',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const valueOf = (of: EventOf): string => (typeof of === 'object' ? of.message : of);

/** What a contact did with mail, or what became of mail to them. */
export function EventRuleRow({
  rule,
  messages,
  onChange,
}: {
  rule: EventRule;
  messages: readonly { id: string; name: string }[];
  onChange: (rule: EventRule) => void;
}) {
  const styles = useStyles();
  const words = texts.segments.builder;
  const { of, when, times = 1, link = '' } = rule;
  const gone = typeof of === 'object' && messages.every(({ id }) => id !== of.message);
  const set = (change: Partial<EventRule>): void => {
    const { link: url, times: n, when: at, ...rest } = { ...rule, ...change };
    onChange({
      ...rest,
      ...(url !== undefined && url !== '' && rest.event === 'clicked' && { link: url }),
      ...(n !== undefined && n > 1 && { times: n }),
      ...(at && { when: at }),
    });
  };
  return (
    <>
      <NotChoice
        label={words.didOrNot}
        not={rule.not === true}
        is={words.did}
        isNot={words.didNot}
        onChange={(not) => onChange(negated(rule, not))}
      />
      <Select
        size="small"
        className={styles.message}
        aria-label={words.ofWhat}
        value={valueOf(of)}
        onChange={(_event, { value }) =>
          set({ of: value === 'any' || value === 'marketing' ? value : { message: value } })
        }
      >
        <option value="marketing">{words.anyMarketing}</option>
        <option value="any">{words.anyMessage}</option>
        {gone && <option value={valueOf(of)}>{words.goneMessage}</option>}
        {messages.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      {rule.event === 'clicked' && (
        <Input
          size="small"
          className={styles.link}
          aria-label={`${words.link}. ${words.linkHint}`}
          placeholder={words.linkHint}
          maxLength={2000}
          value={link}
          onChange={(_event, { value }) => set({ link: value.trim() })}
        />
      )}
      <WhenChoice when={when} onChange={(now) => set({ when: now })} />
      <span className={styles.times}>
        <Caption1 className={styles.quiet}>{words.atLeast}</Caption1>
        <NumberInput
          label={words.times}
          whole
          min={1}
          max={1000}
          value={times}
          onChange={(now) => set({ times: now })}
        />
        <Caption1 className={styles.quiet}>{words.timesAfter}</Caption1>
      </span>
    </>
  );
}
