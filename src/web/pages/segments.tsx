import {
  Badge,
  Button,
  Caption1,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Select,
  Skeleton,
  SkeletonItem,
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
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { SegmentKind, type SegmentView } from '../../core/api/segments';
import { calendarDay, fullTime, list as listed, number, shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { SearchField } from '../parts/search-field';
import { Empty, Failure, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useDoing } from '../use-doing';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalL },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  end: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginInlineStart: 'auto' },
  search: { width: '320px', maxWidth: '100%' },
  wide: { overflowX: 'auto' },
  table: { minWidth: '640px' },
  name: { width: '34%' },
  kind: { width: '110px' },
  count: { width: '110px' },
  when: { width: '140px' },
  more: { width: '56px' },
  number: { fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground3 },
  about: { color: tokens.colorNeutralForeground3, maxWidth: '90ch' },
});

const COLOURS = { active: 'success', static: 'informative', list: 'brand' } as const;
/** While contacts are gone through. */
const FILLING_MS = 1_500;
/** Members come and go. */
const LIVE_MS = 15_000;

/** M8: segments and lists. */
export function SegmentsPage() {
  const styles = useStyles();
  const words = texts.segments;
  const navigate = useNavigate();
  const [params, , put] = useAddress();
  const search = params.get('search') ?? '';
  const kind = params.get('kind') ?? '';
  const [list, reload] = useResource('segments', segmentsApi.all);
  const [removed, setRemoved] = useState<SegmentView>();
  const { busy, error, does } = useDoing();
  useTitle(words.title);
  const all = list.state === 'ready' ? list.value.segments : [];
  useEvery(all.some(({ filling }) => filling) ? FILLING_MS : LIVE_MS, reload);
  const wanted = search.trim().toLocaleLowerCase();
  const shown = all.filter(
    (one) => (kind === '' || one.kind === kind) && one.name.toLocaleLowerCase().includes(wanted),
  );
  const canChange = list.state === 'ready' && list.value.canChange;

  const copy = ({ id, name }: SegmentView, frozen: boolean): void =>
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
  const remove = (segment: SegmentView): void =>
    void does(async () => {
      await segmentsApi.remove(segment.id);
      setRemoved(segment);
      reload();
    });

  return (
    <div className={styles.page}>
      <Title2 as="h1">{words.title}</Title2>
      <Text className={styles.about}>{words.about}</Text>
      {removed && (
        <UndoBar
          words={words.removed(removed.name)}
          busy={busy}
          undo={() =>
            void does(async () => {
              await segmentsApi.restore(removed.id);
              setRemoved(undefined);
              reload();
            })
          }
        />
      )}
      {error && <Failure error={error} />}
      <div className={styles.bar} role="search">
        <SearchField
          className={styles.search}
          label={words.search}
          value={search}
          onChange={(value) => put('search', value)}
        />
        <Select aria-label={words.kind} value={kind} onChange={(_event, { value }) => put('kind', value)}>
          <option value="">{words.anyKind}</option>
          {SegmentKind.options.map((one) => (
            <option key={one} value={one}>
              {words.kinds[one]}
            </option>
          ))}
        </Select>
        {canChange && (
          <div className={styles.end}>
            <Button onClick={() => void navigate('/segments/new?kind=list')}>{words.makeList}</Button>
            <Button appearance="primary" icon={<AddRegular />} onClick={() => void navigate('/segments/new')}>
              {words.make}
            </Button>
          </div>
        )}
      </div>
      {list.state === 'loading' && (
        <Skeleton aria-label={words.loading}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && shown.length === 0 && (
        <Empty title={all.length === 0 ? words.none : words.noneFound}>
          {all.length === 0 ? words.noneAbout : words.nothingMatches}
        </Empty>
      )}
      {shown.length > 0 && (
        <div className={styles.wide} tabIndex={0} role="group" aria-label={words.title}>
          <Table aria-label={words.title} className={styles.table}>
            <TableHeader>
              <TableRow>
                <TableHeaderCell className={styles.name}>{words.name}</TableHeaderCell>
                <TableHeaderCell className={styles.kind}>{words.kind}</TableHeaderCell>
                <TableHeaderCell className={styles.count}>{words.contacts}</TableHeaderCell>
                <TableHeaderCell className={styles.when}>{words.updated}</TableHeaderCell>
                <TableHeaderCell>{words.usedIn}</TableHeaderCell>
                {canChange && <TableHeaderCell className={styles.more} />}
              </TableRow>
            </TableHeader>
            <TableBody>
              {shown.map((segment) => {
                const changed = segment.changedAt ?? segment.updatedAt;
                return (
                  <TableRow key={segment.id}>
                    <TableCell>
                      <RouterLink to={`/segments/${segment.id}`}>{segment.name}</RouterLink>
                    </TableCell>
                    <TableCell>
                      <Badge
                        appearance="tint"
                        color={COLOURS[segment.kind]}
                        title={words.kindsAbout[segment.kind]}
                      >
                        {words.kinds[segment.kind]}
                      </Badge>
                    </TableCell>
                    <TableCell className={styles.number}>
                      {number(segment.count)}
                      {segment.filling && <Caption1 className={styles.quiet}> …</Caption1>}
                    </TableCell>
                    <TableCell title={fullTime(changed)}>{shortTime(changed)}</TableCell>
                    <TableCell className={styles.quiet}>{usedWords(segment)}</TableCell>
                    {canChange && (
                      <TableCell>
                        <Menu>
                          <MenuTrigger disableButtonEnhancement>
                            <Button
                              size="small"
                              appearance="subtle"
                              icon={<MoreHorizontalRegular />}
                              aria-label={words.more(segment.name)}
                            />
                          </MenuTrigger>
                          <MenuPopover>
                            <MenuList>
                              <MenuItem onClick={() => copy(segment, false)}>{words.duplicate}</MenuItem>
                              {segment.kind !== 'static' && (
                                <MenuItem onClick={() => copy(segment, true)}>{words.freeze}</MenuItem>
                              )}
                              <MenuItem onClick={() => remove(segment)}>{words.remove}</MenuItem>
                            </MenuList>
                          </MenuPopover>
                        </Menu>
                      </TableCell>
                    )}
                  </TableRow>
                );
              })}
            </TableBody>
          </Table>
        </div>
      )}
    </div>
  );
}

function usedWords({ usedIn }: SegmentView): string {
  const words = texts.segments;
  const parts = (['segments', 'messages', 'workflows'] as const).flatMap((of) =>
    usedIn[of] > 0 ? [words.used[of](usedIn[of])] : [],
  );
  return parts.length === 0 ? words.usedNowhere : listed(parts);
}
