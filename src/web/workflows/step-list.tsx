import {
  Button,
  Caption1,
  Card,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import type { WorkflowProblemView } from '../../core/api/workflows';
import { STEP_KINDS, type Step, type StepKind } from '../../core/workflows';
import { texts } from '../texts';
import { StepIcon } from './step-icon';
import { findStep, moveStep, type Place } from './step-tree';
import { problemSentence, stepSentence, type Names } from './words';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    justifyItems: 'stretch',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  step: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' },
  card: { padding: tokens.spacingVerticalXS, rowGap: 0 },
  chosen: { outline: `2px solid ${tokens.colorBrandStroke1}` },
  wrong: { borderLeft: `4px solid ${tokens.colorStatusWarningBorderActive}` },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  words: {
    flexGrow: 1,
    minWidth: 0,
    justifyContent: 'flex-start',
    textAlign: 'left',
    overflowWrap: 'anywhere',
    fontWeight: tokens.fontWeightRegular,
  },
  problem: {
    color: tokens.colorStatusWarningForeground3,
    paddingLeft: '40px',
    paddingBottom: tokens.spacingVerticalXS,
  },
  add: { display: 'grid', justifyItems: 'center', rowGap: 0 },
  line: { width: '2px', height: tokens.spacingVerticalS, backgroundColor: tokens.colorNeutralStroke1 },
  ways: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gap: tokens.spacingHorizontalM,
    paddingTop: tokens.spacingVerticalS,
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  way: {
    borderTop: `2px solid ${tokens.colorNeutralStroke1}`,
    paddingTop: tokens.spacingVerticalXS,
    paddingLeft: tokens.spacingHorizontalS,
    '@media (max-width: 900px)': {
      borderTop: 'none',
      borderLeft: `2px solid ${tokens.colorNeutralStroke1}`,
    },
  },
  label: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightSemibold },
});

export interface StepListProps {
  steps: readonly Step[];
  names: Names;
  problems: readonly WorkflowProblemView[];
  chosen: string | undefined;
  choose: (id: string) => void;
  /** Absent: nothing may be changed. */
  edit?:
    | {
        add: (kind: StepKind, place: Place) => void;
        move: (id: string, by: -1 | 1) => void;
        remove: (id: string) => void;
      }
    | undefined;
}

/** The steps from top to bottom, branches side by side beneath what they ask. */
export function StepList(props: StepListProps) {
  return (
    <Ways
      {...props}
      list={props.steps}
      at={{ branch: null, way: 'yes' }}
      label={texts.workflows.steps.title}
    />
  );
}

function Ways({
  list,
  at,
  label,
  ...props
}: StepListProps & { list: readonly Step[]; at: Pick<Place, 'branch' | 'way'>; label: string }) {
  const styles = useStyles();
  const { edit } = props;
  return (
    <ol className={styles.list} aria-label={label}>
      {list.map((step, n) => (
        <li key={step.id} className={styles.step}>
          {edit ? <AddStep add={(kind) => edit.add(kind, { ...at, n })} /> : n > 0 && <Line />}
          <OneStep {...props} step={step} />
        </li>
      ))}
      {edit && (
        <li className={styles.step}>
          <AddStep add={(kind) => edit.add(kind, { ...at, n: list.length })} />
        </li>
      )}
    </ol>
  );
}

function Line() {
  const styles = useStyles();
  return (
    <div className={styles.add} aria-hidden>
      <div className={styles.line} />
    </div>
  );
}

function AddStep({ add }: { add: (kind: StepKind) => void }) {
  const styles = useStyles();
  return (
    <div className={styles.add}>
      <div className={styles.line} aria-hidden />
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            size="small"
            shape="circular"
            appearance="subtle"
            icon={<AddRegular />}
            aria-label={texts.workflows.steps.add}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {STEP_KINDS.map((kind) => (
              <MenuItem key={kind} icon={<StepIcon kind={kind} />} onClick={() => add(kind)}>
                {texts.workflows.steps.kinds[kind]}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      <div className={styles.line} aria-hidden />
    </div>
  );
}

function OneStep({ step, ...props }: StepListProps & { step: Step }) {
  const styles = useStyles();
  const { steps, names, problems, chosen, choose, edit } = props;
  const words = texts.workflows.steps;
  const sentence = stepSentence(step, names, (id) => findStep(steps, id));
  const wrong = problems.filter((problem) => problem.step === step.id);
  return (
    <>
      <Card
        className={mergeClasses(
          styles.card,
          step.id === chosen && styles.chosen,
          wrong.length > 0 && styles.wrong,
        )}
      >
        <div className={styles.row}>
          <Button
            appearance="transparent"
            className={styles.words}
            icon={<StepIcon kind={step.kind} />}
            aria-pressed={step.id === chosen}
            onClick={() => choose(step.id)}
          >
            {sentence}
          </Button>
          {edit && (
            <>
              <Button
                size="small"
                appearance="subtle"
                icon={<ArrowUpRegular />}
                aria-label={words.up(sentence)}
                disabledFocusable={moveStep(steps, step.id, -1) === undefined}
                onClick={() => edit.move(step.id, -1)}
              />
              <Button
                size="small"
                appearance="subtle"
                icon={<ArrowDownRegular />}
                aria-label={words.down(sentence)}
                disabledFocusable={moveStep(steps, step.id, 1) === undefined}
                onClick={() => edit.move(step.id, 1)}
              />
              <Button
                size="small"
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={words.remove(sentence)}
                onClick={() => edit.remove(step.id)}
              />
            </>
          )}
        </div>
        {wrong.map((problem) => (
          <Caption1 key={problem.code} className={styles.problem}>
            {problemSentence(problem)}
          </Caption1>
        ))}
      </Card>
      {step.kind === 'branch' && (
        <div className={styles.ways}>
          {(['yes', 'no'] as const).map((way) => (
            <div key={way} className={styles.way}>
              <Text className={styles.label}>{words[way]}</Text>
              <Ways {...props} list={step[way]} at={{ branch: step.id, way }} label={words[way]} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}
