import {
  Button,
  Caption1,
  Field,
  Input,
  makeStyles,
  Subtitle2,
  Switch,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import type { WorkflowChoices, WorkflowProblemView } from '../../core/api/workflows';
import { Again, type Definition, MAIL_EVENTS, type Trigger } from '../../core/workflows';
import { texts } from '../texts';
import { Choice, PickOne, propertiesFor, ValueField } from './choice-fields';
import { RuleField } from './rule-field';
import { problemSentence, type Names } from './words';

const useStyles = makeStyles({
  panel: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  trigger: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    borderLeft: `2px solid ${tokens.colorNeutralStroke1}`,
    paddingLeft: tokens.spacingHorizontalM,
    justifyItems: 'stretch',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  problem: { color: tokens.colorStatusWarningForeground3 },
  button: { justifySelf: 'start' },
});

interface EntryPanelProps {
  definition: Definition;
  problems: readonly WorkflowProblemView[];
  choices: WorkflowChoices;
  names: Names;
  disabled: boolean;
  change: (by: (now: Definition) => Definition, name?: string) => void;
  incomplete: (field: string, is: boolean) => void;
}

const KINDS = [...MAIL_EVENTS, 'property', 'segment'] as const;
type Kind = (typeof KINDS)[number];

const begin = (kind: Kind): Trigger => {
  if (kind === 'property') return { kind, property: null };
  return kind === 'segment' ? { kind, segment: null } : { kind, of: { kind: 'marketing' } };
};

/** Who comes into a workflow: what brings them in, whom the filter lets in, whether again, and when they leave. */
export function EntryPanel(props: EntryPanelProps) {
  const styles = useStyles();
  const { definition, problems, disabled, change } = props;
  const { triggers } = definition;
  const words = texts.workflows;
  const put = (n: number, trigger: Trigger | undefined, name?: string): void =>
    change(
      (now) => ({
        ...now,
        triggers: [...now.triggers.slice(0, n), ...(trigger ? [trigger] : []), ...now.triggers.slice(n + 1)],
      }),
      name,
    );
  return (
    <section className={styles.panel} aria-label={words.settings}>
      <Subtitle2 as="h3">{words.triggers.title}</Subtitle2>
      {triggers.length === 0 && <Caption1 className={styles.quiet}>{words.triggers.none}</Caption1>}
      {triggers.map((trigger, n) => (
        // A trigger has no name of its own: its place is what it is known by.
        <div key={n} className={styles.trigger}>
          <TriggerFields {...props} trigger={trigger} put={(one, name) => put(n, one, name)} />
          {problems
            .filter((problem) => problem.at === 'triggers' && problem.n === n)
            .map((problem) => (
              <Caption1 key={problem.code} className={styles.problem}>
                {problemSentence(problem)}
              </Caption1>
            ))}
          {!disabled && (
            <Button
              size="small"
              appearance="subtle"
              className={styles.button}
              icon={<DeleteRegular />}
              onClick={() => put(n, undefined)}
            >
              {words.triggers.remove}
            </Button>
          )}
        </div>
      ))}
      {!disabled && triggers.length < 10 && (
        <Button
          className={styles.button}
          icon={<AddRegular />}
          onClick={() => put(triggers.length, begin('reply'))}
        >
          {words.triggers.add}
        </Button>
      )}
      <RulePart
        {...props}
        label={words.filter}
        about={words.filterAbout}
        at="filter"
        rule={definition.filter}
        put={(filter) => change((now) => ({ ...now, filter }), 'filter')}
      />
      <Choice
        label={words.again}
        value={definition.again}
        options={Again.options.map((key) => ({ key, words: words.agains[key] }))}
        disabled={disabled}
        pick={(again) => change((now) => ({ ...now, again }))}
      />
      <RulePart
        {...props}
        label={words.goal}
        about={words.goalAbout}
        at="goal"
        rule={definition.goal}
        put={(goal) => change((now) => ({ ...now, goal }), 'goal')}
      />
      <Field label={words.zone}>
        <Input readOnly value={definition.timeZone} />
      </Field>
    </section>
  );
}

function RulePart({
  label,
  about,
  at,
  rule,
  problems,
  choices,
  names,
  disabled,
  incomplete,
  put,
}: EntryPanelProps & {
  label: string;
  about: string;
  at: 'filter' | 'goal';
  rule: Definition['filter'];
  put: (rule: Definition['filter']) => void;
}) {
  const styles = useStyles();
  return (
    <>
      <Switch
        label={label}
        disabled={disabled}
        checked={rule !== null}
        onChange={(_event, { checked }) => put(checked ? { kind: 'group', of: 'all', rules: [] } : null)}
      />
      {rule && (
        <>
          <Caption1 className={styles.quiet}>{about}</Caption1>
          <RuleField
            label={label}
            rule={rule}
            choices={choices}
            names={names}
            disabled={disabled}
            change={put}
            incomplete={incomplete}
          />
        </>
      )}
      {problems
        .filter((problem) => problem.at === at)
        .map((problem) => (
          <Caption1 key={problem.code} className={styles.problem}>
            {problemSentence(problem)}
          </Caption1>
        ))}
    </>
  );
}

function TriggerFields({
  trigger,
  choices,
  names,
  disabled,
  put,
}: EntryPanelProps & { trigger: Trigger; put: (trigger: Trigger, name?: string) => void }) {
  const words = texts.workflows.triggers;
  return (
    <>
      <Choice
        label={words.kind}
        value={trigger.kind}
        options={KINDS.map((key) => ({ key, words: words.kinds[key] }))}
        disabled={disabled}
        pick={(kind) => kind !== trigger.kind && put(changedTo(kind, trigger))}
      />
      {trigger.kind === 'segment' && (
        <PickOne
          label={words.segment}
          things={choices.segments}
          value={trigger.segment}
          disabled={disabled}
          pick={(segment) => put({ ...trigger, segment })}
        />
      )}
      {trigger.kind === 'property' && (
        <>
          <PickOne
            label={words.property}
            things={propertiesFor('any', choices, names)}
            value={trigger.property}
            disabled={disabled}
            pick={(property) => put({ kind: 'property', property })}
          />
          {takesValue(trigger.property) && (
            <>
              <Switch
                label={words.toAny}
                disabled={disabled}
                checked={trigger.to === undefined}
                onChange={(_event, { checked }) =>
                  put({ kind: 'property', property: trigger.property, ...(!checked && { to: null }) })
                }
              />
              {trigger.to !== undefined && (
                <ValueField
                  label={words.value}
                  property={trigger.property}
                  value={trigger.to}
                  choices={choices}
                  disabled={disabled}
                  change={(to) => put({ ...trigger, to }, 'to')}
                />
              )}
            </>
          )}
        </>
      )}
      {trigger.kind !== 'segment' && trigger.kind !== 'property' && (
        <>
          <Choice
            label={words.of}
            value={trigger.of.kind}
            options={(['marketing', 'message', 'one-to-one'] as const).map((key) => ({
              key,
              words: words.ofs[key],
            }))}
            disabled={disabled}
            pick={(kind) => put({ ...trigger, of: kind === 'message' ? { kind, message: null } : { kind } })}
          />
          {trigger.of.kind === 'message' && (
            <PickOne
              label={words.message}
              things={choices.messages.map(({ id, name }) => ({ id, name }))}
              value={trigger.of.message}
              disabled={disabled}
              pick={(message) => put({ ...trigger, of: { kind: 'message', message } })}
            />
          )}
        </>
      )}
    </>
  );
}

/** Another kind of trigger; of mail, still of the same mail. */
function changedTo(kind: Kind, before: Trigger): Trigger {
  const fresh = begin(kind);
  const isMail = fresh.kind !== 'segment' && fresh.kind !== 'property';
  return isMail && before.kind !== 'segment' && before.kind !== 'property'
    ? { ...fresh, of: before.of }
    : fresh;
}

/** What events move changes by itself: its value is not waited for. */
const takesValue = (property: string | null): boolean =>
  property !== null &&
  (['name', 'company', 'phone', 'owner'].includes(property) || property.startsWith('custom:'));
