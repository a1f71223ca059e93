import {
  Button,
  Caption1,
  Card,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Radio,
  RadioGroup,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowRedoRegular } from '@fluentui/react-icons/svg/arrow-redo';
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo';
import { useCallback, useEffect, useState } from 'react';
import type { WorkflowChoices, WorkflowView } from '../../core/api/workflows';
import type { Definition, Step } from '../../core/workflows';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { EntryPanel } from './entry-panel';
import { StepList } from './step-list';
import { StepPanel } from './step-panel';
import { changeStep, findStep, insertStep, moveStep, newStep, removeStep } from './step-tree';
import { TryOut } from './try-out';
import { useDraft } from './use-draft';
import { problemSentence, settingsSentences, type Names } from './words';
import { workflowsApi } from './workflows-api';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(360px, 440px)',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
    '@media (max-width: 1100px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  left: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  right: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalM,
    '@media (min-width: 1101px)': { position: 'sticky', top: tokens.spacingVerticalM },
  },
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  entry: { padding: tokens.spacingHorizontalM, rowGap: tokens.spacingVerticalXS },
  chosen: { outline: `2px solid ${tokens.colorBrandStroke1}` },
  entryWords: { display: 'grid', rowGap: '2px', justifyItems: 'start', overflowWrap: 'anywhere' },
  start: { alignSelf: 'flex-start' },
  end: { display: 'grid', justifyItems: 'center' },
  quiet: { color: tokens.colorNeutralForeground3 },
  panel: { padding: tokens.spacingHorizontalL },
});

const ENTRY = 'entry';

interface StepsTabProps {
  workflow: WorkflowView;
  stored: Definition;
  choices: WorkflowChoices;
  names: Names;
  put: (view: WorkflowView) => void;
  reload: () => void;
  setUnsaved: (unsaved: boolean) => void;
}

/** The steps as one builds them: changed here, undone here, and stored with one press. */
export function StepsTab({ workflow, stored, choices, names, put, reload, setUnsaved }: StepsTabProps) {
  const styles = useStyles();
  const words = texts.workflows;
  const { definition, change, undo, redo, start } = useDraft(stored);
  const [chosen, setChosen] = useState<string>(ENTRY);
  const [trying, setTrying] = useState(false);
  const [people, setPeople] = useState<'stay' | 'move'>('stay');
  const [saved, setSaved] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { busy, error, does } = useDoing();
  const unsaved = JSON.stringify(definition) !== JSON.stringify(stored);
  useEffect(() => setUnsaved(unsaved), [unsaved, setUnsaved]);
  const incomplete = useCallback(
    (field: string, is: boolean) =>
      setOpen((now) => {
        if (now.has(field) === is) return now;
        const next = new Set(now);
        if (is) next.add(field);
        else next.delete(field);
        return next;
      }),
    [],
  );
  const disabled = !workflow.canChange;
  // What is wrong was said of what is stored: of what is being changed it is known again once that is saved.
  const problems = unsaved ? [] : workflow.problems;
  const steps = (by: (now: readonly Step[]) => Step[], name?: string): void =>
    change((now) => ({ ...now, steps: by(now.steps) }), name);
  const step = findStep(definition.steps, chosen);
  const inIt = workflow.counts.in + workflow.counts.failed;
  const save = (): void =>
    void does(async () => {
      const view = await workflowsApi.change(workflow.id, {
        definition,
        version: workflow.version,
        people,
      });
      start(definition);
      put(view);
      setSaved(true);
    });
  return (
    <div className={styles.columns}>
      <div className={styles.left}>
        <div className={styles.bar}>
          {!disabled && (
            <>
              <Button
                appearance="primary"
                disabledFocusable={busy || !unsaved || open.size > 0}
                onClick={save}
              >
                {words.save}
              </Button>
              <Button icon={<ArrowUndoRegular />} disabledFocusable={!undo} onClick={() => undo?.()}>
                {words.undo}
              </Button>
              <Button icon={<ArrowRedoRegular />} disabledFocusable={!redo} onClick={() => redo?.()}>
                {words.redo}
              </Button>
            </>
          )}
          <Button aria-expanded={trying} onClick={() => setTrying(!trying)}>
            {words.test}
          </Button>
          <Caption1 role="status" className={styles.quiet}>
            {unsaved ? words.unsaved : saved ? words.saved : ''}
          </Caption1>
        </div>
        {unsaved && inIt > 0 && !disabled && (
          <RadioGroup
            layout="vertical"
            aria-label={words.whoIsInIt}
            value={people}
            onChange={(_event, { value }) => setPeople(value === 'move' ? 'move' : 'stay')}
          >
            <Caption1 className={styles.quiet}>{words.whoIsInIt}</Caption1>
            <Radio value="stay" label={words.stay} />
            <Radio value="move" label={words.move} />
          </RadioGroup>
        )}
        {error && <Failure error={error} />}
        {problems.length > 0 && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{words.problemsTitle}</MessageBarTitle>
              {[...new Set(problems.map(problemSentence))].join(' ')}
            </MessageBarBody>
          </MessageBar>
        )}
        {workflow.inEarlier > 0 && (
          <Caption1 className={styles.quiet}>{words.earlier(workflow.inEarlier)}</Caption1>
        )}
        <Card className={mergeClasses(styles.entry, chosen === ENTRY && styles.chosen)}>
          <div className={styles.entryWords}>
            <Subtitle2 as="h2">{words.settings}</Subtitle2>
            {settingsSentences(definition, names).map((sentence) => (
              <Text key={sentence}>{sentence}</Text>
            ))}
          </div>
          <Button
            size="small"
            className={styles.start}
            aria-pressed={chosen === ENTRY}
            onClick={() => setChosen(ENTRY)}
          >
            {disabled ? words.settings : words.edit}
          </Button>
        </Card>
        <StepList
          steps={definition.steps}
          names={names}
          problems={problems}
          chosen={chosen}
          choose={setChosen}
          edit={
            disabled
              ? undefined
              : {
                  add: (kind, place) => {
                    const made = newStep(kind, definition.steps);
                    steps((now) => insertStep(now, place, made));
                    setChosen(made.id);
                  },
                  move: (id, by) => steps((now) => moveStep(now, id, by) ?? [...now]),
                  remove: (id) => steps((now) => removeStep(now, id)),
                }
          }
        />
        <div className={styles.end}>
          <Caption1 className={styles.quiet}>{words.steps.end}</Caption1>
        </div>
      </div>
      <div className={styles.right}>
        <Card className={styles.panel}>
          {step ? (
            <StepPanel
              key={step.id}
              workflowId={workflow.id}
              hasSecret={workflow.hasSecret}
              definition={definition}
              step={step}
              choices={choices}
              names={names}
              disabled={disabled}
              change={(changed, name) =>
                steps((now) => changeStep(now, changed), name && `${changed.id} ${name}`)
              }
              reload={reload}
              incomplete={incomplete}
            />
          ) : (
            <EntryPanel
              definition={definition}
              problems={problems}
              choices={choices}
              names={names}
              disabled={disabled}
              change={change}
              incomplete={incomplete}
            />
          )}
        </Card>
        {trying && <TryOut id={workflow.id} definition={definition} names={names} />}
      </div>
    </div>
  );
}
