import {
  Button,
  Caption1,
  Card,
  Dropdown,
  Field,
  makeStyles,
  Option,
  Skeleton,
  SkeletonItem,
  Text,
  Title2,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useSearchParams } from 'react-router';
import type { Insights } from '../../core/api/insights';
import { number } from '../format';
import { Plot } from '../parts/plot';
import { Empty, Failure, useTitle } from '../parts/states';
import { sendingApi } from '../sending-api';
import { locale, texts } from '../texts';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '960px',
    minWidth: 0,
  },
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  totals: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(110px, 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
  },
  total: { display: 'flex', flexDirection: 'column-reverse' },
  value: { margin: 0, fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700 },
  period: { maxWidth: '200px' },
  list: {
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const PERIODS = [7, 30, 90, 365];
/** A Monday, from which weekdays are named. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const weekdayName = (weekday: number): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    MONDAY + (weekday - 1) * DAY_MS,
  );
const hourName = (hour: number): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
    MONDAY + hour * HOUR_MS,
  );
const dayName = (day: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    Date.parse(day),
  );

/** What one's own mail met with, over time and by hour, and when it is answered most. */
export function InsightsPage() {
  const styles = useStyles();
  const [search, setSearch] = useSearchParams();
  const days = PERIODS.find((n) => String(n) === search.get('days')) ?? 30;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [insights, reload] = useResource(`insights/${days}`, () => sendingApi.insights(days, zone));
  useTitle(texts.insights.title);
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.insights.title}</Title2>
      <Text className={styles.quiet}>{texts.insights.about}</Text>
      <Field label={texts.insights.period} className={styles.period}>
        <Dropdown
          className={styles.period}
          value={texts.insights.days(days)}
          selectedOptions={[String(days)]}
          onOptionSelect={(_event, { optionValue }) => setSearch({ days: optionValue ?? '30' })}
        >
          {PERIODS.map((n) => (
            <Option key={n} value={String(n)}>
              {texts.insights.days(n)}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {insights.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(texts.insights.title)}>
          <SkeletonItem size={128} />
        </Skeleton>
      )}
      {insights.state === 'failed' && (
        <Failure error={insights.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {insights.state === 'ready' && <Plots insights={insights.value} />}
    </div>
  );
}

function Plots({ insights }: { insights: Insights }) {
  const styles = useStyles();
  const { totals } = insights;
  const words = texts.insights;
  if (totals.sent + totals.opens + totals.clicks + totals.replies === 0) {
    return <Empty title={words.none}>{words.noneAbout}</Empty>;
  }
  const met = (of: readonly { opens: number; clicks: number; replies: number }[]) => [
    { name: words.opens, look: 'first' as const, values: of.map(({ opens }) => opens) },
    { name: words.clicks, look: 'second' as const, values: of.map(({ clicks }) => clicks) },
    { name: words.replies, look: 'third' as const, values: of.map(({ replies }) => replies) },
  ];
  return (
    <>
      <Card className={styles.card}>
        <dl className={styles.totals}>
          {(['sent', 'opens', 'clicks', 'replies'] as const).map((key) => (
            <div key={key} className={styles.total}>
              <dt>
                <Caption1>{words[key]}</Caption1>
              </dt>
              <dd className={styles.value}>{number(totals[key])}</dd>
            </div>
          ))}
        </dl>
        {insights.cut && <Caption1 className={styles.quiet}>{words.cut}</Caption1>}
      </Card>
      <Card className={styles.card}>
        <Title3 as="h2">{words.byDay}</Title3>
        <Plot
          title={words.byDay}
          axis={words.day}
          labels={insights.days.map(({ day }) => dayName(day))}
          series={met(insights.days)}
        />
      </Card>
      <Card className={styles.card}>
        <Title3 as="h2">{words.byHour}</Title3>
        <Caption1 className={styles.quiet}>{words.byHourAbout}</Caption1>
        <Plot
          title={words.byHour}
          axis={words.hour}
          labels={insights.hours.map((_hour, n) => hourName(n))}
          series={met(insights.hours)}
        />
      </Card>
      <Card className={styles.card}>
        <Title3 as="h2">{words.best}</Title3>
        {insights.best.length === 0 ? (
          <Text>{words.notEnough}</Text>
        ) : (
          <ol className={styles.list}>
            {insights.best.map(({ weekday, hour, sent, replied }) => (
              <li key={`${weekday} ${hour}`}>
                <Text block weight="semibold">
                  {words.bestLine(weekdayName(weekday), hourName(hour), hourName((hour + 3) % 24))}
                </Text>
                <Caption1>{words.bestShare(replied, sent)}</Caption1>
              </li>
            ))}
          </ol>
        )}
      </Card>
    </>
  );
}
