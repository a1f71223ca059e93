import {
  Badge,
  Button,
  Caption1,
  Input,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Switch,
  Tab,
  TabList,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { WorkflowChoices, WorkflowView } from '../../core/api/workflows';
import { allSteps, Definition } from '../../core/workflows';
import { RouterLink } from '../parts/event-line';
import { Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { CallsTab } from '../workflows/calls-tab';
import { PeopleTab } from '../workflows/people-tab';
import { StepsTab } from '../workflows/steps-tab';
import { SwitchedOffBar } from '../workflows/switched-off-bar';
import { namesOf } from '../workflows/words';
import { workflowsApi } from '../workflows/workflows-api';

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minWidth: 0,
  },
  name: { overflowWrap: 'anywhere', minWidth: 0 },
  input: { minWidth: 'min(360px, 100%)' },
  push: { marginLeft: 'auto' },
  quiet: { color: tokens.colorNeutralForeground3 },
  tabs: { flexWrap: 'wrap', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
});

/** One workflow: its steps, who is in it, its webhooks. */
export function WorkflowPage() {
  const styles = useStyles();
  const { id = '' } = useParams();
  const words = texts.workflows;
  const [workflow, reload, change] = useResource(`workflow/${id}`, () => workflowsApi.one(id));
  const [choices, reloadChoices] = useResource('workflow-choices', workflowsApi.choices);
  useTitle(workflow.state === 'ready' ? workflow.value.name : words.title);
  const failed = workflow.state === 'failed' ? workflow : choices.state === 'failed' ? choices : undefined;
  return (
    <div className={styles.page}>
      <RouterLink to="/workflows">{words.title}</RouterLink>
      {failed ? (
        <Failure
          error={failed.error}
          action={
            <Button
              onClick={() => {
                reload();
                reloadChoices();
              }}
            >
              {texts.common.tryAgain}
            </Button>
          }
        />
      ) : workflow.state === 'ready' && choices.state === 'ready' ? (
        <Workflow
          key={id}
          workflow={workflow.value}
          choices={choices.value}
          reload={() => {
            reload();
            reloadChoices();
          }}
          put={(view) => change(() => view)}
        />
      ) : (
        <Skeleton aria-label={words.loading}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
    </div>
  );
}

const TABS = ['steps', 'people', 'calls'] as const;

function Workflow({
  workflow,
  choices,
  reload,
  put,
}: {
  workflow: WorkflowView;
  choices: WorkflowChoices;
  reload: () => void;
  put: (view: WorkflowView) => void;
}) {
  const styles = useStyles();
  const words = texts.workflows;
  const [address, , place] = useAddress();
  const [unsaved, setUnsaved] = useState(false);
  const [off, setOff] = useState(false);
  const { busy, error, does } = useDoing();
  const stored = Definition.parse(workflow.definition);
  const calls = allSteps(stored.steps).some(({ kind }) => kind === 'webhook');
  const tabs = TABS.filter((key) => key !== 'calls' || calls);
  const tab = tabs.find((key) => key === address.get('tab')) ?? 'steps';
  const names = namesOf(choices);
  const turn = (on: boolean): void =>
    void does(async () => {
      put(await workflowsApi.switchTo(workflow.id, on ? 'on' : 'off'));
      setOff(!on);
    });
  const isOn = workflow.state === 'on';
  const cannot = !isOn && (unsaved || workflow.problems.length > 0);
  return (
    <>
      <div className={styles.head}>
        <Name workflow={workflow} put={put} />
        {workflow.canChange ? (
          <Switch
            checked={isOn}
            disabled={busy || cannot}
            label={words.states[workflow.state]}
            aria-label={words.switchOf(workflow.name)}
            onChange={(_event, { checked }) => turn(checked)}
          />
        ) : (
          <Badge appearance="tint">{words.states[workflow.state]}</Badge>
        )}
        {unsaved && !isOn && <Caption1 className={styles.quiet}>{words.saveFirst}</Caption1>}
        {!workflow.canChange && <Caption1 className={styles.quiet}>{words.readOnly}</Caption1>}
      </div>
      {error && <Failure error={error} />}
      {off && !isOn && (
        <SwitchedOffBar
          workflow={workflow}
          undo={() => turn(true)}
          changed={() => {
            setOff(false);
            reload();
          }}
        />
      )}
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_event, { value }) => place('tab', value === 'steps' ? '' : String(value))}
      >
        {tabs.map((key) => (
          <Tab key={key} value={key}>
            {words.tabs[key]}
          </Tab>
        ))}
      </TabList>
      <div hidden={tab !== 'steps'}>
        <StepsTab
          workflow={workflow}
          stored={stored}
          choices={choices}
          names={names}
          put={put}
          reload={reload}
          setUnsaved={setUnsaved}
        />
      </div>
      {tab === 'people' && (
        <PeopleTab
          id={workflow.id}
          isOn={isOn}
          canChange={workflow.canChange}
          definition={stored}
          names={names}
          changed={reload}
        />
      )}
      {tab === 'calls' && <CallsTab id={workflow.id} />}
    </>
  );
}

function Name({ workflow, put }: { workflow: WorkflowView; put: (view: WorkflowView) => void }) {
  const styles = useStyles();
  const words = texts.workflows;
  const [typed, setTyped] = useState<string>();
  const { busy, error, does } = useDoing();
  if (typed === undefined) {
    return (
      <>
        <Title2 as="h1" className={styles.name}>
          {workflow.name}
        </Title2>
        {workflow.canChange && (
          <Button
            appearance="subtle"
            icon={<EditRegular />}
            aria-label={words.name}
            onClick={() => setTyped(workflow.name)}
          />
        )}
      </>
    );
  }
  return (
    <form
      className={styles.head}
      onSubmit={(event) => {
        event.preventDefault();
        void does(async () => {
          put(await workflowsApi.change(workflow.id, { name: typed.trim(), version: workflow.version }));
          setTyped(undefined);
        });
      }}
    >
      <Input
        className={styles.input}
        aria-label={words.name}
        value={typed}
        maxLength={120}
        onChange={(_event, { value }) => setTyped(value)}
      />
      <Button type="submit" appearance="primary" disabledFocusable={busy || typed.trim() === ''}>
        {texts.common.save}
      </Button>
      <Button onClick={() => setTyped(undefined)}>{texts.common.cancel}</Button>
      {error && <Failure error={error} />}
    </form>
  );
}
