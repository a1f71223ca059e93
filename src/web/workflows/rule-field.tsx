import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useId, useState } from 'react';
import type { WorkflowChoices } from '../../core/api/workflows';
import type { Group, Rule } from '../../core/rules';
import { RuleGroup } from '../rules/rule-group';
import { readyRule } from '../segments/live-count';
import { asGroup } from '../segments/rule-tab';
import { texts } from '../texts';
import { ruleSentence, type Names } from './words';

const useStyles = makeStyles({
  parts: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalS },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

const NOTHING: Group = { kind: 'group', of: 'all', rules: [] };

interface RuleFieldProps {
  label: string;
  rule: Rule | null;
  choices: WorkflowChoices;
  names: Names;
  disabled: boolean;
  change: (rule: Rule) => void;
  /** Told while something is still to be filled in, and when it no longer is. */
  incomplete: (field: string, is: boolean) => void;
}

/** A rule as it is built. It is handed on as soon as it is whole. */
export function RuleField({ label, rule, choices, names, disabled, change, incomplete }: RuleFieldProps) {
  const styles = useStyles();
  const id = useId();
  const [draft, setDraft] = useState<Group>();
  const isIncomplete = draft !== undefined && readyRule(draft) === undefined;
  useEffect(() => {
    incomplete(id, isIncomplete);
    return () => incomplete(id, false);
  }, [id, isIncomplete, incomplete]);
  const read = <Caption1 className={styles.quiet}>{ruleSentence(draft ?? rule, names)}</Caption1>;
  if (disabled) return read;
  return (
    <div className={styles.parts} role="group" aria-label={label}>
      <RuleGroup
        group={draft ?? (rule ? asGroup(rule) : NOTHING)}
        choices={choices}
        onChange={(group) => {
          const ready = readyRule(group);
          // While it is not whole it stands here alone.
          setDraft(ready ? undefined : group);
          if (ready) change(ready);
        }}
      />
      {isIncomplete ? <Caption1 className={styles.quiet}>{texts.segments.incomplete}</Caption1> : read}
    </div>
  );
}
