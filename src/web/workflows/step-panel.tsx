import { Caption1, Field, Input, makeStyles, Subtitle2, Textarea, tokens } from '@fluentui/react-components';
import type { WorkflowChoices } from '../../core/api/workflows';
import { type Definition, type Step, type Whom } from '../../core/workflows';
import { texts } from '../texts';
import { Choice, NumberField, PickOne, propertiesFor, ValueField } from './choice-fields';
import { RuleField } from './rule-field';
import { ReadyButton } from './ready-button';
import { SecretButton } from './secret-button';
import { allIds, findStep } from './step-tree';
import { WaitFields } from './wait-fields';
import { stepSentence, type Names } from './words';

const useStyles = makeStyles({
  panel: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface StepPanelProps {
  workflowId: string;
  hasSecret: boolean;
  definition: Definition;
  step: Step;
  choices: WorkflowChoices;
  names: Names;
  disabled: boolean;
  /** `name`: of what is typed letter by letter. */
  change: (step: Step, name?: string) => void;
  reload: () => void;
  incomplete: (field: string, is: boolean) => void;
}

const things = (all: readonly { id: string | number; name: string }[]) =>
  all.map(({ id, name }) => ({ id: String(id), name }));

/** The settings of one step. */
export function StepPanel(props: StepPanelProps) {
  const styles = useStyles();
  const { step } = props;
  return (
    <section className={styles.panel} aria-label={texts.workflows.steps.panel}>
      <Subtitle2 as="h3">{texts.workflows.steps.kinds[step.kind]}</Subtitle2>
      <Fields {...props} />
    </section>
  );
}

function Fields(props: StepPanelProps) {
  const styles = useStyles();
  const { step, choices, names, disabled, change, definition } = props;
  const words = texts.workflows.fields;
  switch (step.kind) {
    case 'wait':
      return (
        <WaitFields
          how={step.how}
          choices={choices}
          names={names}
          disabled={disabled}
          change={(how, name) => change({ ...step, how }, name)}
        />
      );
    case 'branch':
      return (
        <>
          <RuleField
            label={words.rule}
            rule={step.rule}
            choices={choices}
            names={names}
            disabled={disabled}
            incomplete={props.incomplete}
            change={(rule) => change({ ...step, rule }, 'rule')}
          />
          <NumberField
            label={words.within}
            value={step.within}
            min={0}
            max={365}
            disabled={disabled}
            change={(within) => change({ ...step, within: within ?? 0 }, 'within')}
          />
        </>
      );
    case 'set':
      return (
        <>
          <PickOne
            label={words.property}
            things={propertiesFor('settable', choices, names)}
            value={step.property}
            disabled={disabled}
            pick={(property) => change({ ...step, property, value: null })}
          />
          {step.property !== null && (
            <ValueField
              label={words.value}
              property={step.property}
              value={step.value}
              choices={choices}
              disabled={disabled}
              change={(value) => change({ ...step, value }, 'value')}
            />
          )}
        </>
      );
    case 'list':
      return (
        <>
          <Choice
            label={words.action}
            value={step.action}
            options={(['add', 'remove'] as const).map((key) => ({ key, words: words.actions[key] }))}
            disabled={disabled}
            pick={(action) => change({ ...step, action })}
          />
          <PickOne
            label={words.list}
            things={choices.segments.filter(({ kind }) => kind === 'list')}
            value={step.list}
            disabled={disabled}
            pick={(list) => change({ ...step, list })}
          />
        </>
      );
    case 'notify':
      return (
        <>
          <WhomFields {...props} whom={step.whom} pick={(whom) => change({ ...step, whom })} />
          <Field label={words.text} required>
            <Textarea
              disabled={disabled}
              value={step.text}
              maxLength={500}
              resize="vertical"
              onChange={(_event, { value }) => change({ ...step, text: value }, 'text')}
            />
          </Field>
        </>
      );
    case 'task':
      return (
        <>
          <Field label={words.taskTitle} required>
            <Input
              disabled={disabled}
              value={step.title}
              maxLength={200}
              onChange={(_event, { value }) => change({ ...step, title: value }, 'title')}
            />
          </Field>
          <NumberField
            label={words.dueIn}
            value={step.days}
            min={0}
            max={365}
            disabled={disabled}
            change={(days) => change({ ...step, days }, 'days')}
          />
          <PickOne
            label={words.taskFor}
            things={[{ id: '', name: words.whoms.owner }, ...things(choices.users)]}
            value={step.user === null ? '' : String(step.user)}
            disabled={disabled}
            pick={(id) => change({ ...step, user: id === '' ? null : Number(id) })}
          />
        </>
      );
    case 'send':
      return (
        <>
          <PickOne
            label={words.message}
            hint={words.messageAbout}
            things={choices.messages.map(({ id, name, sendable }) => ({
              id,
              name,
              note: sendable ? undefined : words.notReady,
            }))}
            value={step.message}
            disabled={disabled}
            pick={(message) => change({ ...step, message })}
          />
          {!disabled && choices.messages.some(({ id, sendable }) => id === step.message && !sendable) && (
            <ReadyButton message={step.message ?? ''} reload={props.reload} />
          )}
        </>
      );
    case 'webhook':
      return (
        <>
          <Field label={words.url} hint={words.urlAbout} required>
            <Input
              type="url"
              disabled={disabled}
              value={step.url}
              maxLength={2000}
              placeholder="https://"
              onChange={(_event, { value }) => change({ ...step, url: value }, 'url')}
            />
          </Field>
          {!disabled && <SecretButton id={props.workflowId} has={props.hasSecret} reload={props.reload} />}
        </>
      );
    case 'goto':
      return (
        <PickOne
          label={words.step}
          things={allIds(definition.steps).flatMap((id) => {
            const to = findStep(definition.steps, id);
            return to && id !== step.id
              ? [{ id, name: stepSentence(to, names, (one) => findStep(definition.steps, one)) }]
              : [];
          })}
          value={step.step}
          disabled={disabled}
          pick={(to) => change({ ...step, step: to })}
        />
      );
    case 'end':
      return <Caption1 className={styles.quiet}>{texts.workflows.steps.said.end}</Caption1>;
  }
}

function WhomFields({
  whom,
  choices,
  disabled,
  pick,
}: Pick<StepPanelProps, 'choices' | 'disabled'> & { whom: Whom; pick: (whom: Whom) => void }) {
  const words = texts.workflows.fields;
  return (
    <>
      <Choice
        label={words.whom}
        value={whom.kind}
        options={(['owner', 'user', 'team'] as const).map((key) => ({ key, words: words.whoms[key] }))}
        disabled={disabled}
        pick={(kind) =>
          pick(kind === 'owner' ? { kind } : kind === 'user' ? { kind, user: null } : { kind, team: null })
        }
      />
      {whom.kind === 'user' && (
        <PickOne
          label={words.user}
          things={things(choices.users)}
          value={whom.user === null ? null : String(whom.user)}
          disabled={disabled}
          pick={(id) => pick({ kind: 'user', user: Number(id) })}
        />
      )}
      {whom.kind === 'team' && (
        <PickOne
          label={words.team}
          things={choices.teams}
          value={whom.team}
          disabled={disabled}
          pick={(team) => pick({ kind: 'team', team })}
        />
      )}
    </>
  );
}
