import {
  Button,
  Caption1,
  Link,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  ProgressBar,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { useHref } from 'react-router';
import type { RunView } from '../../../core/api/contacts';
import { contactsApi } from '../../contacts-api';
import { number } from '../../format';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useEvery } from '../../use-every';
import { useResource } from '../../use-resource';
import { Failure } from '../states';

const POLL_MS = 1_000;
/** What ended so long ago is no news. */
const NEWS_MS = 10 * 60_000;

const useStyles = makeStyles({
  bars: { display: 'grid', rowGap: tokens.spacingVerticalS },
  body: { display: 'grid', rowGap: tokens.spacingVerticalXS, minWidth: 0 },
});

const keyOf = ({ id, state }: RunView): string => `${id} ${state}`;
const isBusy = ({ state }: RunView): boolean => state === 'running' || state === 'undoing';

export function runSentence(run: RunView): string {
  const words = texts.contacts.run;
  const [done, all] = [number(run.lookedAt), number(run.total)];
  if (run.state === 'undoing') return run.kind === 'import' ? words.undoingImport : words.undoing;
  if (run.state === 'undone') {
    if (!run.takenBack) return words.undone;
    const { removed, stayed } = run.takenBack;
    return [words.importUndone(removed), ...(stayed > 0 ? [words.stayed(stayed)] : [])].join(' ');
  }
  if (run.state === 'running') {
    return { edit: words.editing, erase: words.erasing, import: words.importing, list: words.listing }[
      run.kind
    ](done, all);
  }
  switch (run.kind) {
    case 'edit':
      return words.edited(run.changed);
    case 'erase':
      return words.erased(run.changed);
    case 'list':
      return words.listed(run.changed);
    case 'import':
      return words.imported(number(run.made), number(run.changed), number(run.bad));
  }
}

/**
 * Changes to many contacts: how far they are, what came of them, and the way back. `pulse` grows when one was begun;
 * `onEnd`: what the page shows may differ now.
 */
export const RunBars = memo(function RunBars({ pulse, onEnd }: { pulse: number; onEnd: () => void }) {
  const styles = useStyles();
  const [runs, reload] = useResource('runs', contactsApi.runs);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const { busy, error, does } = useDoing();
  const all = runs.state === 'ready' ? runs.value.runs : [];
  const anyBusy = all.some(isBusy);
  useEffect(() => {
    if (pulse > 0) reload();
  }, [pulse, reload]);
  useEvery(anyBusy ? POLL_MS : undefined, reload);
  // One may be over before it was ever seen at work.
  const ended =
    runs.state === 'ready'
      ? all
          .filter((run) => !isBusy(run))
          .map(keyOf)
          .join()
      : undefined;
  const known = useRef<string>(undefined);
  useEffect(() => {
    if (ended === undefined) return;
    if (known.current !== undefined && known.current !== ended) onEnd();
    known.current = ended;
  }, [ended, onEnd]);
  const undo = useCallback(
    async (id: string) => {
      if (await does(async () => void (await contactsApi.undoRun(id)))) reload();
    },
    [does, reload],
  );
  const news = all.filter(
    (run) =>
      !closed.has(run.id) &&
      (isBusy(run) || Date.parse(run.finishedAt ?? run.askedAt) > Date.now() - NEWS_MS),
  );
  if (news.length === 0 && !error) return null;
  return (
    <div className={styles.bars} role="group" aria-label={texts.contacts.run.about}>
      {error && <Failure error={error} />}
      {news.map((run) => (
        <MessageBar key={run.id} intent={isBusy(run) ? 'info' : 'success'}>
          <MessageBarBody className={styles.body}>
            {runSentence(run)} {run.kind === 'import' && <ImportLink id={run.id} />}
            {isBusy(run) && (
              <>
                <ProgressBar
                  aria-label={runSentence(run)}
                  {...(run.state === 'running' && { value: run.lookedAt, max: Math.max(1, run.total) })}
                />
                <Caption1>{texts.contacts.run.canLeave}</Caption1>
              </>
            )}
          </MessageBarBody>
          <MessageBarActions
            {...(!isBusy(run) && {
              containerAction: (
                <Button
                  appearance="transparent"
                  icon={<DismissRegular />}
                  aria-label={texts.contacts.run.dismiss}
                  onClick={() => setClosed((now) => new Set(now).add(run.id))}
                />
              ),
            })}
          >
            {run.canUndo && (
              <Button disabledFocusable={busy} onClick={() => void undo(run.id)}>
                {texts.common.undo}
              </Button>
            )}
          </MessageBarActions>
        </MessageBar>
      ))}
    </div>
  );
});

function ImportLink({ id }: { id: string }) {
  return <Link href={useHref(`/contacts/import/${id}`)}>{texts.contacts.run.open}</Link>;
}
