import {
  Button,
  Caption1,
  Card,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components';
import type { MessageReport, ShownPeople } from '../../core/api/reports';
import { number, rate } from '../format';
import { RouterLink } from '../parts/event-line';
import { useReloadOnFeed } from '../parts/feed';
import { Plot } from '../parts/plot';
import { Empty, Failure } from '../parts/states';
import { reportsApi } from '../reports-api';
import { Bars } from '../reports/bars';
import { NotWatched } from '../reports/not-watched';
import { reasonWords } from '../reports/reason-words';
import { momentName } from '../reports/span';
import { engagementTiles, machineTiles, Tiles, type TileOf } from '../reports/tiles';
import { texts } from '../texts';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';
import { ClickMap } from './click-map';
import { lookAgainMs } from './look-again';
import type { MarketingTabProps } from './tabs';

const useStyles = makeStyles({
  all: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '1120px',
  },
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(380px, 100%), 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
  },
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL, minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type Of<K extends keyof MessageReport> = { [Key in K]: MessageReport[Key] };
type PathOf = (show: ShownPeople, more?: Record<string, string>) => string;

/** M5: what became of one message. It fills up while one looks. */
export function ReportTab({ message }: MarketingTabProps) {
  const styles = useStyles();
  const words = texts.reports;
  const { id } = message;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [report, reload] = useResource(`report/${id}`, () => reportsApi.message(id, zone));
  useReloadOnFeed(reload);
  useEvery(lookAgainMs(message, Date.now()), reload);
  const pathOf: PathOf = (show, more = {}) =>
    `/marketing/${id}?${new URLSearchParams({ tab: 'recipients', show, ...more }).toString()}`;
  if (report.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(words.report)}>
        <SkeletonItem size={128} />
      </Skeleton>
    );
  }
  if (report.state === 'failed') {
    return (
      <Failure error={report.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
    );
  }
  const { value } = report;
  const { numbers, rates, unsent } = value;
  const any = numbers.sent + unsent.leftOut + unsent.refused + unsent.unclear + unsent.waiting > 0;
  if (!any) return <Empty title={words.nothingSent}>{words.nothingSentAbout}</Empty>;
  return (
    <div className={styles.all}>
      <NotWatched gaps={value.notWatched} />
      <Tiles tiles={engagementTiles(numbers, rates, { others: value.repliesByOthers })} pathOf={pathOf} />
      <div className={styles.pair}>
        <Funnel numbers={numbers} />
        <OverTime moments={value.moments} />
      </div>
      <div className={styles.pair}>
        <ByLink links={value.links} numbers={numbers} pathOf={pathOf} />
        <ByProgram programs={value.programs} numbers={numbers} />
      </div>
      {value.links.length > 0 && numbers.clickable > 0 && <ClickMap id={id} />}
      <div className={styles.pair}>
        <Tiles
          title={words.machines}
          about={words.machinesAbout}
          tiles={machineTiles(numbers)}
          pathOf={pathOf}
        />
        <NotSent unsent={unsent} leftOut={value.leftOut} pathOf={pathOf} />
      </div>
    </div>
  );
}

function Funnel({ numbers: n }: Of<'numbers'>) {
  const styles = useStyles();
  const words = texts.reports;
  const steps = ['sent', 'delivered', 'opened', 'clicked', 'replied'] as const;
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{words.funnel}</Title3>
      <Bars
        label={words.funnel}
        bars={steps.map((key) => ({
          key,
          name: words.numbers[key],
          words: number(n[key]),
          share: n.sent === 0 ? 0 : n[key] / n.sent,
        }))}
      />
    </Card>
  );
}

function OverTime({ moments: { by, points } }: Of<'moments'>) {
  const styles = useStyles();
  const words = texts.reports;
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{words.overTime}</Title3>
      <Caption1 className={styles.quiet}>{words.momentsAbout}</Caption1>
      <Plot
        title={words.overTime}
        axis={by === 'day' ? words.day : words.time}
        labels={points.map(({ at }) => momentName(at, by))}
        series={[
          { name: words.numbers.opened, look: 'first', values: points.map(({ opened }) => opened) },
          { name: words.numbers.clicked, look: 'second', values: points.map(({ clicked }) => clicked) },
          { name: words.numbers.replied, look: 'third', values: points.map(({ replied }) => replied) },
        ]}
      />
    </Card>
  );
}

function ByLink({ links, numbers, pathOf }: Of<'links' | 'numbers'> & { pathOf: PathOf }) {
  const styles = useStyles();
  const words = texts.reports;
  const most = Math.max(1, ...links.map(({ clicked }) => clicked));
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{words.byLink}</Title3>
      {links.length === 0 ? (
        <Text>{words.byLinkNone}</Text>
      ) : (
        <Bars
          label={words.byLink}
          bars={links.map(({ n, text, target, clicked, clicks }) => {
            const name = text === '' ? target : text;
            const share = numbers.clickable === 0 ? '' : ` · ${rate(clicked / numbers.clickable)}`;
            return {
              key: String(n),
              name:
                clicked === 0 ? (
                  <span title={target}>{name}</span>
                ) : (
                  <RouterLink to={pathOf('clicked', { link: String(n), linkText: name.slice(0, 120) })}>
                    {name}
                  </RouterLink>
                ),
              words: `${number(clicked)}${share}${clicks > clicked ? ` · ${words.times(clicks)}` : ''}`,
              share: clicked / most,
              look: 'second' as const,
            };
          })}
        />
      )}
    </Card>
  );
}

function ByProgram({ programs, numbers }: Of<'programs' | 'numbers'>) {
  const styles = useStyles();
  const words = texts.reports;
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{words.byProgram}</Title3>
      <Caption1 className={styles.quiet}>{words.byProgramAbout}</Caption1>
      {programs.length === 0 ? (
        <Text>{words.byProgramNone}</Text>
      ) : (
        <Bars
          label={words.byProgram}
          bars={programs.map(({ family, name, opened }) => ({
            key: family,
            name: family === '' ? words.programUnknown : texts.said(name),
            words: `${number(opened)} · ${rate(opened / Math.max(1, numbers.opened))}`,
            share: opened / Math.max(1, numbers.opened),
          }))}
        />
      )}
    </Card>
  );
}

function NotSent({ unsent, leftOut, pathOf }: Of<'unsent' | 'leftOut'> & { pathOf: PathOf }) {
  const styles = useStyles();
  const words = texts.reports;
  const tiles: TileOf[] = [
    { key: 'leftOut', count: unsent.leftOut, show: 'left-out' },
    { key: 'refused', count: unsent.refused, show: 'refused' },
    { key: 'unclear', count: unsent.unclear, show: 'unclear' },
    { key: 'waiting', count: unsent.waiting, show: 'waiting' },
  ];
  return (
    <div className={styles.all}>
      <Tiles title={words.notSent} tiles={tiles} pathOf={pathOf} />
      {leftOut.length > 0 && (
        <Card className={styles.card}>
          <Title3 as="h2">{words.leftOutBecause}</Title3>
          <Bars
            label={words.leftOutBecause}
            bars={leftOut.map(({ reason, count }) => ({
              key: reason,
              name: <RouterLink to={pathOf('left-out', { reason })}>{reasonWords(reason)}</RouterLink>,
              words: number(count),
              share: count / Math.max(1, unsent.leftOut),
              look: 'third' as const,
            }))}
          />
        </Card>
      )}
    </div>
  );
}
