import { Button, makeStyles, Select, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { Leaf } from '../../core/rules';
import { texts } from '../texts';
import type { RuleChoices } from './choices';
import { AddressRule, BasisRule, MemberRule, OwnerRule, TrackedRule } from './contact-rules';
import { DateRule } from './date-rule';
import { EventRuleRow } from './event-rule';
import { NumberRule, TextRule } from './value-rules';
import { newRule, whatGroups, whatOf } from './what';

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    minWidth: 0,
  },
  what: { minWidth: 0, maxWidth: '100%' },
  end: { marginInlineStart: 'auto' },
});

interface RuleRowProps {
  rule: Leaf;
  choices: RuleChoices;
  onChange: (rule: Leaf) => void;
  onRemove: () => void;
}

/** One rule: what is asked, how, and of what. */
export function RuleRow({ rule, choices, onChange, onRemove }: RuleRowProps) {
  const styles = useStyles();
  const words = texts.segments.builder;
  return (
    <div className={styles.row}>
      <Select
        size="small"
        className={styles.what}
        aria-label={words.what}
        value={whatOf(rule)}
        onChange={(_event, { value }) => onChange(newRule(value))}
      >
        {whatGroups(choices.fields).map((group) => (
          <optgroup key={group.words} label={group.words}>
            {group.all.map((what) => (
              <option key={what.value} value={what.value}>
                {what.words}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
      <Rest rule={rule} choices={choices} onChange={onChange} />
      <Button
        className={styles.end}
        size="small"
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={words.removeRule}
        title={words.removeRule}
        onClick={onRemove}
      />
    </div>
  );
}

function Rest({ rule, choices, onChange }: Omit<RuleRowProps, 'onRemove'>) {
  switch (rule.kind) {
    case 'text':
      return <TextRule rule={rule} fields={choices.fields} onChange={onChange} />;
    case 'number':
      return <NumberRule rule={rule} onChange={onChange} />;
    case 'date':
      return <DateRule rule={rule} onChange={onChange} />;
    case 'event':
      return <EventRuleRow rule={rule} messages={choices.messages} onChange={onChange} />;
    case 'owner':
      return <OwnerRule rule={rule} users={choices.users} onChange={onChange} />;
    case 'address':
      return <AddressRule rule={rule} onChange={onChange} />;
    case 'member':
      return <MemberRule rule={rule} segments={choices.segments} onChange={onChange} />;
    case 'basis':
      return <BasisRule rule={rule} onChange={onChange} />;
    case 'tracked':
      return <TrackedRule rule={rule} onChange={onChange} />;
  }
}
