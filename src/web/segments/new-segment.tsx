import { Button, Field, Input, Radio, RadioGroup, Title2 } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Group } from '../../core/rules';
import { Failure, useTitle } from '../parts/states';
import { useRuleChoices } from '../rules/choices';
import { RuleGroup } from '../rules/rule-group';
import { newRule } from '../rules/what';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useDoing } from '../use-doing';
import { LiveCount, namedBy, readyRule } from './live-count';
import { useRuleStyles } from './rule-tab';

/** A new segment by a rule, or a new list. */
export function NewSegmentForm() {
  const styles = useRuleStyles();
  const words = texts.segments;
  const navigate = useNavigate();
  const [params] = useAddress();
  const isList = params.get('kind') === 'list';
  const choices = useRuleChoices();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'active' | 'static'>('active');
  const [group, setGroup] = useState<Group>({
    kind: 'group',
    of: 'all',
    rules: [newRule('event:replied')],
  });
  const { busy, error, does } = useDoing();
  const title = isList ? words.newListTitle : words.newTitle;
  useTitle(title);
  const ready = readyRule(group);
  const make = (event: FormEvent): void => {
    event.preventDefault();
    void does(async () => {
      const made = await segmentsApi.make(
        isList
          ? { name: name.trim(), kind: 'list' }
          : { name: name.trim(), kind, ...(ready && { rule: ready }) },
      );
      await navigate(`/segments/${made.id}?tab=members`, { replace: true });
    });
  };
  return (
    <form className={styles.left} onSubmit={make}>
      <Title2 as="h1">{title}</Title2>
      <Field label={words.name} hint={words.nameHint} style={{ maxWidth: '420px' }}>
        <Input maxLength={120} value={name} onChange={(_event, { value }) => setName(value)} />
      </Field>
      {!isList && (
        <>
          <Field label={words.whichKind}>
            <RadioGroup
              layout="horizontal"
              value={kind}
              onChange={(_event, { value }) => setKind(value === 'static' ? 'static' : 'active')}
            >
              <Radio value="active" label={words.kindsAbout.active} />
              <Radio value="static" label={words.kindsAbout.static} />
            </RadioGroup>
          </Field>
          <div className={styles.columns}>
            <RuleGroup group={group} choices={choices} onChange={setGroup} />
            <LiveCount rule={group} names={namedBy(choices)} />
          </div>
        </>
      )}
      {error && <Failure error={error} />}
      <div className={styles.buttons}>
        <Button
          type="submit"
          appearance="primary"
          disabledFocusable={busy || name.trim() === '' || (!isList && ready === undefined)}
        >
          {words.create}
        </Button>
        <Button onClick={() => void navigate('/segments')}>{texts.common.cancel}</Button>
      </div>
    </form>
  );
}
