import {
  Button,
  Caption1,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Switch,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { WorkflowLine } from '../../core/api/workflows';
import { number, shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { Empty, Failure, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { SwitchedOffBar } from '../workflows/switched-off-bar';
import { workflowsApi } from '../workflows/workflows-api';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '1180px',
  },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  push: { marginLeft: 'auto' },
  quiet: { color: tokens.colorNeutralForeground3 },
  table: { '@media (max-width: 720px)': { display: 'block' } },
  tableHead: { '@media (max-width: 720px)': { display: 'none' } },
  row: {
    '@media (max-width: 720px)': {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      paddingTop: tokens.spacingVerticalS,
      paddingBottom: tokens.spacingVerticalS,
    },
  },
  cell: { overflowWrap: 'anywhere', '@media (max-width: 720px)': { height: 'auto' } },
  name: { width: '34%', '@media (max-width: 720px)': { width: 'auto' } },
  turn: { width: '150px', '@media (max-width: 720px)': { width: 'auto' } },
  wide: { width: '200px', '@media (max-width: 720px)': { width: 'auto' } },
  count: { width: '90px', '@media (max-width: 720px)': { width: 'auto' } },
  label: { display: 'none', '@media (max-width: 720px)': { display: 'inline' } },
  failed: { color: tokens.colorStatusWarningForeground3, fontWeight: tokens.fontWeightSemibold },
  actions: { display: 'flex', flexWrap: 'wrap' },
});

/** M9: the account's workflows. */
export function WorkflowsPage() {
  const styles = useStyles();
  const navigate = useNavigate();
  const words = texts.workflows;
  const [list, reload] = useResource('workflows', workflowsApi.list);
  const [removed, setRemoved] = useState<WorkflowLine>();
  const [off, setOff] = useState<WorkflowLine>();
  const { busy, error, does } = useDoing();
  useTitle(words.title);
  const make = (name: string, copyOf?: string): void =>
    void does(async () => {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const { id } = await workflowsApi.make(name, zone, copyOf);
      await navigate(`/workflows/${id}`);
    });
  const turn = (line: WorkflowLine, on: boolean): void =>
    void does(async () => {
      await workflowsApi.switchTo(line.id, on ? 'on' : 'off');
      setOff(on ? undefined : line);
      reload();
    });
  const canChange = list.state === 'ready' && list.value.canChange;
  const makeButton = (
    <Button
      icon={<AddRegular />}
      appearance="primary"
      disabledFocusable={busy}
      onClick={() => make(words.newName)}
    >
      {words.make}
    </Button>
  );
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <Title2 as="h1">{words.title}</Title2>
        {canChange && <div className={styles.push}>{makeButton}</div>}
      </div>
      <Text className={styles.quiet}>{words.about}</Text>
      {error && <Failure error={error} />}
      {removed && (
        <UndoBar
          words={words.removed(removed.name)}
          busy={busy}
          undo={() =>
            void does(async () => {
              await workflowsApi.restore(removed.id);
              setRemoved(undefined);
              reload();
            })
          }
        />
      )}
      {off && (
        <SwitchedOffBar
          key={off.id}
          workflow={off}
          undo={() => turn(off, true)}
          changed={() => {
            setOff(undefined);
            reload();
          }}
        />
      )}
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.title)}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.workflows.length === 0 && (
        <Empty title={words.none} action={canChange && makeButton}>
          {words.noneAbout}
        </Empty>
      )}
      {list.state === 'ready' && list.value.workflows.length > 0 && (
        <Table aria-label={words.title} className={styles.table}>
          <TableHeader className={styles.tableHead}>
            <TableRow>
              <TableHeaderCell className={styles.name}>{words.name}</TableHeaderCell>
              <TableHeaderCell className={styles.turn}>{words.state}</TableHeaderCell>
              <TableHeaderCell className={styles.count}>{words.inIt}</TableHeaderCell>
              <TableHeaderCell className={styles.count}>{words.finished}</TableHeaderCell>
              <TableHeaderCell className={styles.count}>{words.failed}</TableHeaderCell>
              <TableHeaderCell>{words.changed}</TableHeaderCell>
              {canChange && <TableHeaderCell className={styles.wide} aria-label={words.copy} />}
            </TableRow>
          </TableHeader>
          <TableBody>
            {list.value.workflows.map((line) => (
              <TableRow key={line.id} className={styles.row}>
                <TableCell className={styles.cell}>
                  <RouterLink to={`/workflows/${line.id}`}>{line.name}</RouterLink>
                </TableCell>
                <TableCell className={styles.cell}>
                  {canChange ? (
                    <Switch
                      checked={line.state === 'on'}
                      disabled={busy}
                      label={words.states[line.state]}
                      aria-label={words.switchOf(line.name)}
                      onChange={(_event, { checked }) => turn(line, checked)}
                    />
                  ) : (
                    words.states[line.state]
                  )}
                </TableCell>
                {(['in', 'finished', 'failed'] as const).map((state) => (
                  <TableCell key={state} className={styles.cell}>
                    <span
                      className={state === 'failed' && line.counts.failed > 0 ? styles.failed : undefined}
                    >
                      <span className={styles.label}>
                        {{ in: words.inIt, finished: words.finished, failed: words.failed }[state]}{' '}
                      </span>
                      {number(line.counts[state])}
                    </span>
                  </TableCell>
                ))}
                <TableCell className={styles.cell}>
                  <Caption1 className={styles.quiet}>
                    {line.by === undefined
                      ? shortTime(line.updatedAt)
                      : words.changedBy(shortTime(line.updatedAt), line.by)}
                  </Caption1>
                </TableCell>
                {canChange && (
                  <TableCell className={styles.cell}>
                    <div className={styles.actions}>
                      <Button
                        size="small"
                        appearance="subtle"
                        disabledFocusable={busy}
                        onClick={() => make(line.name, line.id)}
                      >
                        {words.copy}
                      </Button>
                      <Button
                        size="small"
                        appearance="subtle"
                        disabledFocusable={busy}
                        onClick={() =>
                          void does(async () => {
                            await workflowsApi.remove(line.id);
                            setRemoved(line);
                            setOff(undefined);
                            reload();
                          })
                        }
                      >
                        {texts.common.remove}
                      </Button>
                    </div>
                  </TableCell>
                )}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}
