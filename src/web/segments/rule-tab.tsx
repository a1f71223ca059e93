import { Button, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { SegmentDetail } from '../../core/api/segments';
import type { Group, Rule } from '../../core/rules';
import { Failure } from '../parts/states';
import { useRuleChoices } from '../rules/choices';
import { readRule } from '../rules/read-rule';
import { RuleGroup } from '../rules/rule-group';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { LiveCount, namedBy, readyRule } from './live-count';

export const useRuleStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(240px, 320px)',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  left: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** The builder has a group at its top. */
export const asGroup = (rule: Rule): Group =>
  rule.kind === 'group' ? rule : { kind: 'group', of: 'all', rules: [rule] };

/** The rule of a segment: changed where it is active, and read. */
export function RuleTab({ segment, reload }: { segment: SegmentDetail; reload: () => void }) {
  const styles = useRuleStyles();
  const words = texts.segments;
  const choices = useRuleChoices(segment.id);
  const [draft, setDraft] = useState<Group>();
  const { busy, error, does } = useDoing();
  if (!segment.rule) return null;
  const { names } = segment;
  const known = namedBy(choices);
  // What was removed is called by the name that it had.
  const all = {
    segments: { ...names.segments, ...known.segments },
    messages: { ...names.messages, ...known.messages },
    users: { ...names.users, ...known.users },
    fields: { ...names.fields, ...known.fields },
  };
  if (segment.kind !== 'active' || !segment.canChange) {
    return (
      <div className={styles.left}>
        {segment.kind === 'static' && <Caption1 className={styles.quiet}>{words.frozen}</Caption1>}
        <Text>
          {words.reads} {readRule(segment.rule, all)}.
        </Text>
      </div>
    );
  }
  const shown = draft ?? asGroup(segment.rule);
  const ready = readyRule(shown);
  return (
    <div className={styles.columns}>
      <div className={styles.left}>
        <RuleGroup group={shown} choices={choices} onChange={setDraft} />
        {error && <Failure error={error} />}
        {draft && (
          <div className={styles.buttons}>
            <Button
              appearance="primary"
              disabledFocusable={busy || ready === undefined}
              onClick={() =>
                void does(async () => {
                  if (!ready) return;
                  await segmentsApi.change(segment.id, { rule: ready });
                  setDraft(undefined);
                  reload();
                })
              }
            >
              {words.save}
            </Button>
            <Button onClick={() => setDraft(undefined)}>{words.discard}</Button>
          </div>
        )}
      </div>
      <LiveCount rule={shown} names={all} />
    </div>
  );
}
