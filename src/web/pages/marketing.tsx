import {
  Button,
  Caption1,
  Dropdown,
  Field,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
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
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { can } from '../../core/access';
import { MarketingState, type MarketingLine } from '../../core/api/marketing-messages';
import { emptyContent } from '../../core/marketing/content';
import { fullTime, number, shortTime } from '../format';
import { marketingApi } from '../marketing-api';
import { StateBadge } from '../marketing/state-badge';
import { RouterLink } from '../parts/event-line';
import { useMe } from '../parts/me';
import { MoreButton } from '../parts/more-button';
import { SearchField } from '../parts/search-field';
import { Empty, Failure, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { language, texts } from '../texts';
import { useAddress } from '../use-address';
import { useDoing } from '../use-doing';
import { usePages } from '../use-pages';

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalL },
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  choice: { minWidth: '140px', maxWidth: '200px' },
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
  name: { display: 'grid', minWidth: 0, paddingTop: '6px', paddingBottom: '6px' },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  state: { width: '112px', '@media (max-width: 720px)': { width: 'auto' } },
  when: { width: '136px', '@media (max-width: 720px)': { width: 'auto' } },
  number: { width: '68px', '@media (max-width: 720px)': { display: 'none' } },
  more: { width: '32px', '@media (max-width: 720px)': { width: 'auto' } },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const NUMBERS = ['sent', 'opened', 'clicked', 'replied'] as const;

/** M1: all marketing messages. What is shown stands in the address. */
export function MarketingPage() {
  const styles = useStyles();
  const words = texts.marketing;
  const navigate = useNavigate();
  const [search, setSearch, put] = useAddress();
  const key = search.toString();
  const mayMake = can(useMe().user.role, 'create', 'marketing-message');
  const pages = usePages(`marketing/${key}`, async (cursor?: string) => {
    const filter = { search: search.get('q') ?? undefined, state: search.get('state') ?? undefined };
    const { messages, next } = await marketingApi.list(filter, cursor);
    return { items: messages, next };
  });
  const { list, reload } = pages;
  const [removed, setRemoved] = useState<MarketingLine>();
  const { busy, error, does } = useDoing();
  useTitle(words.title);
  const state = search.get('state') ?? '';
  const make = (): void =>
    void does(async () => {
      const { id } = await marketingApi.make({
        name: words.newName,
        content: emptyContent(language),
      });
      await navigate(`/marketing/${id}`);
    });
  return (
    <div className={styles.page}>
      <Title2 as="h1">{words.title}</Title2>
      <Text className={styles.quiet}>{words.about}</Text>
      {removed && (
        <UndoBar
          words={words.removed(removed.name)}
          busy={busy}
          undo={() =>
            void does(async () => {
              await marketingApi.restore(removed.id);
              setRemoved(undefined);
              reload();
            })
          }
        />
      )}
      {error && <Failure error={error} />}
      <div className={styles.filters} role="search">
        <SearchField
          className={styles.search}
          label={words.search}
          value={search.get('q') ?? ''}
          onChange={(value) => put('q', value)}
        />
        <Field label={words.state} className={styles.choice}>
          <Dropdown
            size="small"
            className={styles.choice}
            value={
              MarketingState.options.some((one) => one === state)
                ? words.states[MarketingState.parse(state)]
                : words.anyState
            }
            selectedOptions={[state]}
            onOptionSelect={(_event, { optionValue }) => put('state', optionValue ?? '')}
          >
            <Option value="">{words.anyState}</Option>
            {MarketingState.options.map((one) => (
              <Option key={one} value={one}>
                {words.states[one]}
              </Option>
            ))}
          </Dropdown>
        </Field>
        {key !== '' && (
          <Button appearance="subtle" onClick={() => setSearch(() => ({}))}>
            {texts.messages.clear}
          </Button>
        )}
        {mayMake && (
          <Button appearance="primary" icon={<AddRegular />} disabledFocusable={busy} onClick={make}>
            {words.make}
          </Button>
        )}
      </div>
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.title)}>
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.items.length === 0 && (
        <Empty title={key === '' ? words.none : words.noneFound}>{key === '' ? words.noneAbout : ''}</Empty>
      )}
      {list.state === 'ready' && list.value.items.length > 0 && (
        <>
          <Table aria-label={words.title} className={styles.table}>
            <TableHeader className={styles.head}>
              <TableRow>
                <TableHeaderCell>{words.columns.name}</TableHeaderCell>
                <TableHeaderCell className={styles.state}>{words.columns.state}</TableHeaderCell>
                <TableHeaderCell className={styles.when}>{words.columns.when}</TableHeaderCell>
                {NUMBERS.map((shown) => (
                  <TableHeaderCell key={shown} className={styles.number}>
                    {words.numbers[shown]}
                  </TableHeaderCell>
                ))}
                <TableHeaderCell className={styles.more} aria-label={words.columns.more} />
              </TableRow>
            </TableHeader>
            <TableBody>
              {list.value.items.map((line) => (
                <Line
                  key={line.id}
                  line={line}
                  mayMake={mayMake}
                  duplicate={() =>
                    void does(async () => {
                      const { id } = await marketingApi.duplicate(line.id, words.copyOf(line.name));
                      await navigate(`/marketing/${id}`);
                    })
                  }
                  remove={() =>
                    void does(async () => {
                      await marketingApi.remove(line.id);
                      setRemoved(line);
                      reload();
                    })
                  }
                />
              ))}
            </TableBody>
          </Table>
          <MoreButton pages={pages} words={words.more} />
        </>
      )}
    </div>
  );
}

/** When it was sent or will be, else when it was changed. */
const whenOf = (line: MarketingLine): { words: string; at: string } => {
  const words = texts.marketing;
  if (line.begunAt !== undefined) return { words: words.sentAt(shortTime(line.begunAt)), at: line.begunAt };
  if (line.sendAt !== undefined && line.state === 'scheduled')
    return { words: words.leavesAt(shortTime(line.sendAt)), at: line.sendAt };
  return { words: words.changedAt(shortTime(line.updatedAt)), at: line.updatedAt };
};

function Line({
  line,
  mayMake,
  duplicate,
  remove,
}: {
  line: MarketingLine;
  mayMake: boolean;
  duplicate: () => void;
  remove: () => void;
}) {
  const styles = useStyles();
  const words = texts.marketing;
  const when = whenOf(line);
  return (
    <TableRow className={styles.row}>
      <TableCell className={styles.cell}>
        <div className={styles.name}>
          <span className={styles.cut}>
            <RouterLink to={`/marketing/${line.id}`}>{line.name}</RouterLink>
          </span>
          <Caption1 className={styles.quiet} truncate wrap={false}>
            {line.subject || texts.common.noSubject}
          </Caption1>
        </div>
      </TableCell>
      <TableCell className={styles.cell}>
        <StateBadge state={line.state} />
      </TableCell>
      <TableCell className={styles.cell}>
        <Tooltip content={fullTime(when.at)} relationship="description">
          <Text size={200}>
            <time dateTime={when.at}>{when.words}</time>
          </Text>
        </Tooltip>
      </TableCell>
      {NUMBERS.map((shown) => (
        <TableCell key={shown} className={styles.number}>
          {line.numbers ? number(line.numbers[shown]) : ''}
        </TableCell>
      ))}
      <TableCell className={styles.cell}>
        {mayMake && (
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <Button
                appearance="subtle"
                size="small"
                icon={<MoreHorizontalRegular />}
                aria-label={words.moreOf(line.name)}
              />
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                <MenuItem onClick={duplicate}>{words.duplicate}</MenuItem>
                {!['scheduled', 'sending', 'paused'].includes(line.state) && (
                  <MenuItem onClick={remove}>{texts.common.remove}</MenuItem>
                )}
              </MenuList>
            </MenuPopover>
          </Menu>
        )}
      </TableCell>
    </TableRow>
  );
}
