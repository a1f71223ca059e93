import {
  Button,
  Caption1,
  Dropdown,
  Field,
  Link as FluentLink,
  makeStyles,
  Option,
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
  Tooltip,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useHref, useNavigate } from 'react-router';
import type { MessageLine } from '../../core/api/message-list';
import { fullTime, shortTime } from '../format';
import { useReloadOnFeed } from '../parts/feed';
import { MoreButton } from '../parts/more-button';
import { OutgoingBar } from '../parts/outgoing-bar';
import { RemindersCard } from '../parts/reminders-card';
import { SearchField } from '../parts/search-field';
import { Empty, Failure, useTitle } from '../parts/states';
import { sendingApi } from '../sending-api';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { usePages } from '../use-pages';

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalL },
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  choice: { minWidth: '130px', maxWidth: '200px' },
  search: { minWidth: 'min(280px, 100%)', flexGrow: 1, maxWidth: '460px' },
  table: { '@media (max-width: 720px)': { display: 'block' } },
  head: { '@media (max-width: 720px)': { display: 'none' } },
  row: {
    '@media (max-width: 720px)': {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      paddingTop: tokens.spacingVerticalS,
      paddingBottom: tokens.spacingVerticalS,
    },
  },
  cell: { '@media (max-width: 720px)': { height: 'auto' } },
  cut: {
    display: 'block',
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  when: { width: '120px', '@media (max-width: 720px)': { width: 'auto' } },
  state: { width: '150px', '@media (max-width: 720px)': { width: 'auto' } },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const PERIODS = ['7', '30', '90'] as const;
const METS = [
  'replied',
  'no-reply',
  'opened',
  'no-open-seen',
  'clicked',
  'not-delivered',
  'unmatched',
] as const;
const STATES = ['sending', 'sent-reported', 'sent', 'not-confirmed'] as const;
type Filter = 'mine' | 'direction' | 'kind' | 'state' | 'tracked' | 'met' | 'period';

const DAY_MS = 86_400_000;

/** What the address says is asked of the server. A period ends now, and begins at a full hour, so that pages fit. */
export function asked(search: URLSearchParams, now: number): Record<string, string | undefined> {
  const value = (name: string): string | undefined => search.get(name) ?? undefined;
  const period = PERIODS.find((days) => days === value('period'));
  const hour = Math.floor(now / 3_600_000) * 3_600_000;
  return {
    search: value('q'),
    mine: value('mine'),
    direction: value('direction'),
    kind: value('kind'),
    state: value('state'),
    tracked: value('tracked'),
    met: value('met'),
    from: period && new Date(hour - Number(period) * DAY_MS).toISOString(),
  };
}

/** All tracked and logged mail. What is shown stands in the address. */
export function MessagesPage() {
  const styles = useStyles();
  const [search, setSearch, put] = useAddress();
  const [now] = useState(() => Date.now());
  const key = search.toString();
  const pages = usePages(`messages/${key}`, async (cursor?: string) => {
    const { messages, next } = await sendingApi.messages(asked(search, now), cursor);
    return { items: messages, next };
  });
  const { list, reload, few } = pages;
  useTitle(texts.messages.title);
  useReloadOnFeed(reload, few);
  const filtered = key !== '';
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.messages.title}</Title2>
      <OutgoingBar />
      <RemindersCard />
      <div className={styles.filters} role="search">
        <SearchField
          className={styles.search}
          label={texts.messages.search}
          value={search.get('q') ?? ''}
          onChange={(value) => put('q', value)}
        />
        <FilterChoices search={search} set={put} />
        {filtered && (
          <Button appearance="subtle" onClick={() => setSearch(() => ({}))}>
            {texts.messages.clear}
          </Button>
        )}
      </div>
      {search.get('met') === 'no-open-seen' && (
        <Caption1 className={styles.quiet}>{texts.messages.noOpenSeenAbout}</Caption1>
      )}
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(texts.messages.title)}>
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.items.length === 0 && (
        <Empty title={filtered ? texts.messages.noneFound : texts.messages.none}>
          {filtered ? '' : texts.messages.noneAbout}
        </Empty>
      )}
      {list.state === 'ready' && list.value.items.length > 0 && (
        <>
          <Table aria-label={texts.messages.title} className={styles.table} size="small">
            <TableHeader className={styles.head}>
              <TableRow>
                <TableHeaderCell className={styles.when}>{texts.messages.columns.when}</TableHeaderCell>
                <TableHeaderCell>{texts.messages.columns.who}</TableHeaderCell>
                <TableHeaderCell>{texts.messages.columns.subject}</TableHeaderCell>
                <TableHeaderCell className={styles.state}>{texts.messages.columns.state}</TableHeaderCell>
                <TableHeaderCell>{texts.messages.columns.met}</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {list.value.items.map((message) => (
                <Line key={message.id} message={message} />
              ))}
            </TableBody>
          </Table>
          <MoreButton pages={pages} words={texts.messages.more} />
        </>
      )}
    </div>
  );
}

function Line({ message }: { message: MessageLine }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const path = `/messages/${message.id}`;
  const href = useHref(path);
  const outgoing = message.direction === 'outgoing';
  const [first, ...rest] = message.recipients;
  const others = message.recipientsInAll === undefined ? rest.length : message.recipientsInAll - 1;
  const who = outgoing
    ? first
      ? `${first.name || first.address}${others > 0 ? ` ${texts.messages.others(others)}` : ''}`
      : ''
    : message.from.name || message.from.address;
  const { opens, clicks, replies } = message.counts;
  const met = [
    ...(opens > 0 ? [texts.message.opens(opens)] : []),
    ...(clicks > 0 ? [texts.message.clicks(clicks)] : []),
    ...(replies > 0 ? [texts.message.replies(replies)] : []),
  ].join(', ');
  const tracked = message.tracked !== null && (message.tracked.image || message.tracked.linksTracked > 0);
  const marks = [
    ...(message.test === true ? [texts.messages.test] : []),
    ...(outgoing && !tracked ? [texts.message.notTracked] : []),
    ...(message.logged ? [] : [texts.messages.notLogged]),
  ];
  return (
    <TableRow className={styles.row}>
      <TableCell className={styles.cell}>
        <Tooltip content={fullTime(message.at)} relationship="description">
          <time dateTime={message.at}>{shortTime(message.at)}</time>
        </Tooltip>
      </TableCell>
      <TableCell className={styles.cell}>
        <Text truncate wrap={false} className={styles.cut} title={who}>
          {outgoing ? who : texts.message.fromPerson(who)}
        </Text>
      </TableCell>
      <TableCell className={styles.cell}>
        <FluentLink
          className={styles.cut}
          title={message.subject}
          href={href}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            void navigate(path);
          }}
        >
          {message.subject || texts.common.noSubject}
        </FluentLink>
      </TableCell>
      <TableCell className={styles.cell}>
        <Text size={200}>
          {outgoing && message.state !== 'received'
            ? texts.message.states[message.state]
            : message.judged
              ? texts.message.kinds[message.judged.kind]
              : texts.messages.incoming}
        </Text>
      </TableCell>
      <TableCell className={styles.cell}>
        <Text size={200}>{[met, ...marks].filter((part) => part !== '').join(' · ')}</Text>
      </TableCell>
    </TableRow>
  );
}

function FilterChoices({
  search,
  set,
}: {
  search: URLSearchParams;
  set: (name: Filter, value: string) => void;
}) {
  const words = texts.messages;
  const choices: [Filter, string, [string, string][]][] = [
    [
      'mine',
      words.whose,
      [
        ['', words.everybodys],
        ['true', words.mine],
      ],
    ],
    [
      'direction',
      words.direction,
      [
        ['', words.any],
        ['outgoing', words.outgoing],
        ['incoming', words.incoming],
      ],
    ],
    [
      'kind',
      words.kind,
      [
        ['', words.any],
        ['one-to-one', words.oneToOne],
        ['marketing', words.marketing],
      ],
    ],
    [
      'state',
      words.state,
      [['', words.any], ...STATES.map((state): [string, string] => [state, texts.message.states[state]])],
    ],
    [
      'tracked',
      words.tracked,
      [
        ['', words.any],
        ['true', words.yes],
        ['false', words.no],
      ],
    ],
    ['met', words.met, [['', words.any], ...METS.map((met): [string, string] => [met, words.mets[met]])]],
    [
      'period',
      words.period,
      [['', words.any], ...PERIODS.map((days): [string, string] => [days, words.periods[days]])],
    ],
  ];
  const styles = useStyles();
  return choices.map(([name, label, options]) => {
    const value = search.get(name) ?? '';
    return (
      <Field key={name} label={label} className={styles.choice}>
        <Dropdown
          size="small"
          className={styles.choice}
          value={options.find(([option]) => option === value)?.[1] ?? value}
          selectedOptions={[value]}
          onOptionSelect={(_event, { optionValue }) => set(name, optionValue ?? '')}
        >
          {options.map(([option, shown]) => (
            <Option key={option} value={option}>
              {shown}
            </Option>
          ))}
        </Dropdown>
      </Field>
    );
  });
}
