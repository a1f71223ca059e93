import {
  Button,
  Caption1,
  Card,
  Dropdown,
  Field,
  Link,
  makeStyles,
  Option,
  Skeleton,
  SkeletonItem,
  Subtitle2,
  Text,
  Title2,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { can } from '../../core/access';
import type { Engagement, ReportedMessage } from '../../core/api/reports';
import { rate } from '../format';
import { useReloadOnFeed } from '../parts/feed';
import { useMe } from '../parts/me';
import { Plot } from '../parts/plot';
import { Empty, Failure, useTitle } from '../parts/states';
import { engagementCsvUrl, reportsApi } from '../reports-api';
import { Bars } from '../reports/bars';
import { MessageTable } from '../reports/message-table';
import { NotWatched } from '../reports/not-watched';
import { askedSpan, peoplePath, shortDay, spanState } from '../reports/span';
import { sortOf } from '../reports/sorted';
import { SpanChoice } from '../reports/span-choice';
import { engagementTiles, machineTiles, Tiles } from '../reports/tiles';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '1120px',
    minWidth: 0,
  },
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL, alignItems: 'end' },
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL, minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(260px, 100%), 1fr))',
    gap: tokens.spacingHorizontalXL,
  },
  column: { display: 'grid', alignContent: 'start', rowGap: tokens.spacingVerticalS, minWidth: 0 },
  choice: { maxWidth: '300px' },
});

/** What comes of mail is told in others' feeds too, which this page does not hear. */
const LOOK_AGAIN_MS = 15_000;

/** M5: what became of marketing mail, over any time and set of messages. What is shown stands in the address. */
export function AnalyzePage() {
  const styles = useStyles();
  const words = texts.reports;
  const [address, change] = useAddress();
  const [now] = useState(() => new Date());
  const span = spanState(address, now);
  const asked = askedSpan(span);
  const mayExport = can(useMe().user.role, 'export', 'report');
  const [report, reload] = useResource(`engagement/${JSON.stringify(asked)}`, () =>
    reportsApi.engagement(asked),
  );
  useTitle(words.title);
  useReloadOnFeed(reload);
  useEvery(LOOK_AGAIN_MS, reload);
  const put = (values: Record<string, string>): void =>
    change((before) => {
      const next = new URLSearchParams(before);
      for (const [key, value] of Object.entries(values)) {
        if (value === '') next.delete(key);
        else next.set(key, value);
      }
      return next;
    });
  const chosen = span.messages === '' ? 0 : span.messages.split(',').length;
  return (
    <div className={styles.page}>
      <Title2 as="h1">{words.title}</Title2>
      <Text className={styles.quiet}>{words.about}</Text>
      <div className={styles.bar}>
        <SpanChoice span={span} change={put} />
        {chosen > 0 && (
          <>
            <Text>{words.onlyThese(chosen)}</Text>
            <Button onClick={() => put({ messages: '' })}>{words.allMessages}</Button>
          </>
        )}
        {mayExport && (
          <Link href={engagementCsvUrl(asked)} download>
            {words.csv}
          </Link>
        )}
      </div>
      {report.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.title)}>
          <SkeletonItem size={128} />
        </Skeleton>
      )}
      {report.state === 'failed' && (
        <Failure error={report.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {report.state === 'ready' && report.value.numbers.sent === 0 && (
        <Empty title={words.none}>{words.noneAbout}</Empty>
      )}
      {report.state === 'ready' && report.value.numbers.sent > 0 && (
        <Report report={report.value} address={address} put={put} chosen={chosen} />
      )}
    </div>
  );
}

function Report({
  report,
  address,
  put,
  chosen,
}: {
  report: Engagement;
  address: URLSearchParams;
  put: (values: Record<string, string>) => void;
  chosen: number;
}) {
  const styles = useStyles();
  const words = texts.reports;
  const { numbers, rates, days, messages } = report;
  const delivery = address.get('plot') === 'delivery';
  const series = delivery
    ? ([
        ['sent', 'first'],
        ['delivered', 'second'],
        ['bounced', 'third'],
      ] as const)
    : ([
        ['opened', 'first'],
        ['clicked', 'second'],
        ['replied', 'third'],
      ] as const);
  return (
    <>
      <NotWatched gaps={report.notWatched} />
      <Tiles
        tiles={engagementTiles(numbers, rates, {
          different: report.differentContactsReplied,
          others: report.repliesByOthers,
        })}
        pathOf={(show) => peoplePath(address, show)}
      />
      <Card className={styles.card}>
        <Title3 as="h2">{words.overTime}</Title3>
        <Caption1 className={styles.quiet}>{words.overTimeAbout}</Caption1>
        <Field label={words.plot} className={styles.choice}>
          <Dropdown
            className={styles.choice}
            value={words.plots[delivery ? 'delivery' : 'engagement']}
            selectedOptions={[delivery ? 'delivery' : 'engagement']}
            onOptionSelect={(_event, { optionValue }) =>
              put({ plot: optionValue === 'delivery' ? 'delivery' : '' })
            }
          >
            <Option value="engagement">{words.plots.engagement}</Option>
            <Option value="delivery">{words.plots.delivery}</Option>
          </Dropdown>
        </Field>
        <Plot
          title={words.overTime}
          axis={words.day}
          labels={days.map(({ day }) => shortDay(day))}
          series={series.map(([key, look]) => ({
            name: words.numbers[key],
            look,
            values: days.map((day) => day[key]),
          }))}
        />
      </Card>
      {chosen > 1 && messages.length > 1 && <Comparison messages={messages} />}
      <MessageTable
        messages={messages}
        cut={report.cut}
        sort={sortOf(address.get('sort'))}
        order={address.get('order') === 'asc' ? 'asc' : 'desc'}
        onSort={(sort, order) => put({ sort, order })}
        onChoose={(ids) => put({ messages: ids.slice(0, 100).join(',') })}
      />
      <Tiles
        title={words.machines}
        about={words.machinesAbout}
        tiles={machineTiles(numbers)}
        pathOf={(show) => peoplePath(address, show)}
      />
    </>
  );
}

const RATES = [
  ['open', 'openRate', 'first'],
  ['click', 'clickRate', 'second'],
  ['reply', 'replyRate', 'third'],
] as const;

/** Messages beside each other, by what their rates are. */
function Comparison({ messages }: { messages: readonly ReportedMessage[] }) {
  const styles = useStyles();
  const words = texts.reports;
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{words.comparison}</Title3>
      <div className={styles.columns}>
        {RATES.map(([key, name, look]) => {
          const most = Math.max(...messages.map(({ rates }) => rates[key] ?? 0));
          return (
            <section key={key} className={styles.column} aria-label={words.numbers[name]}>
              <Subtitle2 as="h3">{words.numbers[name]}</Subtitle2>
              <Bars
                label={words.numbers[name]}
                bars={messages.map((message) => ({
                  key: message.id,
                  name: message.name,
                  words: message.rates[key] === null ? words.noShare : rate(message.rates[key]),
                  share: most === 0 ? 0 : (message.rates[key] ?? 0) / most,
                  look,
                }))}
              />
            </section>
          );
        })}
      </div>
    </Card>
  );
}
