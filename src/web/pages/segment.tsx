import {
  Badge,
  Button,
  Caption1,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Tab,
  TabList,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { SegmentDetail } from '../../core/api/segments';
import { calendarDay, number } from '../format';
import { Failure, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { SegmentHistory } from '../segments/history';
import { Members } from '../segments/members';
import { NewSegmentForm } from '../segments/new-segment';
import { RuleTab } from '../segments/rule-tab';
import { SegmentName } from '../segments/segment-name';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useDoing } from '../use-doing';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalL },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  end: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginInlineStart: 'auto' },
  quiet: { color: tokens.colorNeutralForeground3 },
  tabs: { flexWrap: 'wrap' },
});

const FILLING_MS = 1_000;
const LIVE_MS = 10_000;

/** M8: one segment or list, or a new one (`/segments/new`). */
export function SegmentPage() {
  const { id = '' } = useParams();
  return id === 'new' ? <NewSegmentForm /> : <Existing id={id} />;
}

function Existing({ id }: { id: string }) {
  const styles = useStyles();
  const words = texts.segments;
  const [segment, reload] = useResource(`segment/${id}`, () => segmentsApi.one(id));
  useTitle(segment.state === 'ready' ? segment.value.name : words.title);
  useEvery(segment.state === 'ready' && segment.value.filling ? FILLING_MS : LIVE_MS, reload);
  return (
    <div className={styles.page}>
      {segment.state === 'loading' && (
        <Skeleton aria-label={words.loading}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {segment.state === 'failed' && (
        <Failure error={segment.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {segment.state === 'ready' && <Shown key={id} segment={segment.value} reload={reload} />}
    </div>
  );
}

const TABS = ['rule', 'members', 'history'] as const;

function Shown({ segment, reload }: { segment: SegmentDetail; reload: () => void }) {
  const styles = useStyles();
  const words = texts.segments;
  const navigate = useNavigate();
  const [params, , put] = useAddress();
  const { busy, error, does } = useDoing();
  const [removed, setRemoved] = useState(false);
  const tabs = TABS.filter((one) => one !== 'rule' || segment.rule !== undefined);
  const tab = tabs.find((one) => one === params.get('tab')) ?? tabs[0] ?? 'members';
  const { id, name, kind, filling, canChange } = segment;

  const copy = (frozen: boolean): void =>
    void does(async () => {
      const today = calendarDay(new Date().toISOString().slice(0, 10));
      const made = await segmentsApi.copy(
        id,
        frozen
          ? { name: words.frozenOf(name, today).slice(0, 120), kind: 'static' }
          : { name: words.copyOf(name).slice(0, 120) },
      );
      await navigate(`/segments/${made.id}`);
    });

  if (removed) {
    return (
      <>
        <Title2 as="h1">{name}</Title2>
        {error && <Failure error={error} />}
        <UndoBar
          words={words.removed(name)}
          busy={busy}
          undo={() =>
            void does(async () => {
              await segmentsApi.restore(id);
              setRemoved(false);
              reload();
            })
          }
        />
      </>
    );
  }
  return (
    <>
      <div className={styles.head}>
        <SegmentName segment={segment} reload={reload} />
        <Badge appearance="tint" title={words.kindsAbout[kind]}>
          {words.kinds[kind]}
        </Badge>
        <Caption1 className={styles.quiet} role="status">
          {filling
            ? words.filling(number(filling.lookedAt), number(filling.total))
            : words.countOf(segment.count)}
          {segment.createdBy !== undefined && ` · ${words.madeBy(segment.createdBy)}`}
        </Caption1>
        <div className={styles.end}>
          <Button onClick={() => void navigate(`/contacts?segment=${id}`)}>{words.showInContacts}</Button>
          {canChange && (
            <>
              <Button disabledFocusable={busy} onClick={() => copy(false)}>
                {words.duplicate}
              </Button>
              {kind !== 'static' && (
                <Button disabledFocusable={busy} onClick={() => copy(true)}>
                  {words.freeze}
                </Button>
              )}
              <Button
                disabledFocusable={busy}
                onClick={() =>
                  void does(async () => {
                    await segmentsApi.remove(id);
                    setRemoved(true);
                  })
                }
              >
                {words.remove}
              </Button>
            </>
          )}
        </div>
      </div>
      {error && <Failure error={error} />}
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_event, { value }) => put('tab', String(value))}
      >
        {tabs.map((one) => (
          <Tab key={one} value={one}>
            {words.tabs[one]}
          </Tab>
        ))}
      </TabList>
      {tab === 'rule' && <RuleTab segment={segment} reload={reload} />}
      {tab === 'members' && <Members segment={segment} reload={reload} />}
      {tab === 'history' && <SegmentHistory segment={segment} />}
    </>
  );
}
