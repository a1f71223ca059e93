import {
  Button,
  Caption1,
  Input,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Spinner,
  Tab,
  TabList,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { Suspense, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { can } from '../../core/access';
import type { MarketingView } from '../../core/api/marketing-messages';
import { shortTime } from '../format';
import { marketingApi } from '../marketing-api';
import { StateBadge } from '../marketing/state-badge';
import { MARKETING_TABS } from '../marketing/tabs';
import { RouterLink } from '../parts/event-line';
import { useMe } from '../parts/me';
import { ScreenBoundary } from '../parts/screen-boundary';
import { Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

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
  rest: { marginLeft: 'auto' },
  quiet: { color: tokens.colorNeutralForeground3 },
  tabs: { flexWrap: 'wrap', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
});

/** One marketing message: its name and state, and its parts as tabs. Which one is open stands in the address. */
export function MarketingMessagePage() {
  const styles = useStyles();
  const { id = '' } = useParams();
  const [message, reload] = useResource(`marketing/${id}`, () => marketingApi.message(id));
  useTitle(message.state === 'ready' ? message.value.name : texts.marketing.one);
  return (
    <div className={styles.page}>
      <RouterLink to="/marketing">{texts.marketing.all}</RouterLink>
      {message.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(texts.marketing.one)}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {message.state === 'failed' && (
        <Failure error={message.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {message.state === 'ready' && <Message key={id} message={message.value} reload={reload} />}
    </div>
  );
}

function Message({ message, reload }: { message: MarketingView; reload: () => void }) {
  const styles = useStyles();
  const words = texts.marketing;
  const [search, , put] = useAddress();
  const navigate = useNavigate();
  const [round, setRound] = useState(0);
  const { busy, error, does } = useDoing();
  const mayMake = can(useMe().user.role, 'create', 'marketing-message');
  const tabs = MARKETING_TABS.filter((tab) => tab.for?.(message) ?? true);
  const [first] = tabs;
  const tab = tabs.find(({ key }) => key === search.get('tab')) ?? first;
  if (!tab) return null;
  const { page: Page } = tab;
  return (
    <>
      <div className={styles.head}>
        <Name message={message} reload={reload} />
        <StateBadge state={message.state} />
        <Caption1 className={styles.quiet}>
          {message.by === undefined
            ? words.changedAt(shortTime(message.updatedAt))
            : words.changedBy(shortTime(message.updatedAt), message.by)}
        </Caption1>
        {mayMake && (
          <Button
            className={styles.rest}
            disabledFocusable={busy}
            onClick={() =>
              void does(async () => {
                const copy = await marketingApi.duplicate(message.id, words.copyOf(message.name));
                await navigate(`/marketing/${copy.id}`);
              })
            }
          >
            {words.duplicate}
          </Button>
        )}
      </div>
      {error && <Failure error={error} />}
      <TabList
        className={styles.tabs}
        aria-label={words.sections}
        selectedValue={tab.key}
        onTabSelect={(_event, { value }) => put('tab', String(value))}
      >
        {tabs.map(({ key, words: named }) => (
          <Tab key={key} value={key} id={`tab-${key}`}>
            {named()}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-labelledby={`tab-${tab.key}`}>
        <ScreenBoundary key={round} place={tab.key} again={() => setRound((n) => n + 1)}>
          <Suspense fallback={<Spinner label={texts.shell.loadingScreen} />}>
            <Page message={message} reload={reload} />
          </Suspense>
        </ScreenBoundary>
      </div>
    </>
  );
}

function Name({ message, reload }: { message: MarketingView; reload: () => void }) {
  const styles = useStyles();
  const [name, setName] = useState<string>();
  const { busy, error, does } = useDoing();
  const mayChange = can(useMe().user.role, 'change', 'marketing-message');
  const save = async (): Promise<void> => {
    const done = await does(async () => {
      await marketingApi.change(message.id, { name: (name ?? '').trim() });
    });
    if (!done) return;
    setName(undefined);
    reload();
  };
  if (name === undefined) {
    return (
      <>
        <Title2 as="h1" className={styles.name}>
          {message.name}
        </Title2>
        {mayChange && (
          <Button
            appearance="subtle"
            size="small"
            icon={<EditRegular />}
            aria-label={texts.marketing.rename}
            title={texts.marketing.rename}
            onClick={() => setName(message.name)}
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
        void save();
      }}
    >
      <h1 className={styles.name}>
        <Input
          className={styles.input}
          aria-label={texts.marketing.name}
          value={name}
          maxLength={200}
          autoFocus
          onChange={(_event, { value }) => setName(value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setName(undefined);
          }}
        />
      </h1>
      <Button type="submit" appearance="primary" disabledFocusable={busy || name.trim() === ''}>
        {texts.common.save}
      </Button>
      <Button onClick={() => setName(undefined)}>{texts.common.cancel}</Button>
      {error && <Failure error={error} />}
    </form>
  );
}
