import {
  Button,
  makeStyles,
  Select,
  Skeleton,
  SkeletonItem,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { contactsApi, type Query } from '../contacts-api';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { usePages } from '../use-pages';
import { useReloadOnFeed } from './feed';
import { DoneBars, LogActions, type DoneWithLog } from './log-actions';
import { MessageCard } from './message-card';
import { MoreButton } from './more-button';
import { SearchField } from './search-field';
import { Empty, Failure } from './states';

const KINDS = ['sent', 'received', 'replies', 'tracked'] as const;

const useStyles = makeStyles({
  timeline: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  search: { flexGrow: 1, maxWidth: '100%' },
});

interface TimelineListProps {
  of: 'contacts' | 'companies';
  id: string;
  /** Whose it is, as it stands in "Write to …". */
  name: string;
  /** On whose record it is looked at; without one, no mail can be moved to another. */
  record?: { id: string; name: string };
}

/** What was written to and by a contact, or everybody of a company; what of it is shown stands in the address. */
export function TimelineList({ of, id, name, record }: TimelineListProps) {
  const styles = useStyles();
  const words = texts.contact.timeline;
  const [params, , put] = useAddress();
  const kind = KINDS.find((one) => one === params.get('kind')) ?? '';
  const mine = params.get('whose') === 'mine';
  const search = params.get('q') ?? '';
  const filter: Query = { kind, mine: mine ? 'true' : undefined, search: search.trim() };
  const filtered = kind !== '' || mine || search.trim() !== '';
  const pages = usePages(`timeline/${id}/${JSON.stringify(filter)}`, async (cursor?: string) => {
    const { messages, next } = await contactsApi.timeline(of, id, filter, cursor);
    return { items: messages, next };
  });
  const { list, reload, few } = pages;
  const [done, setDone] = useState<DoneWithLog[]>([]);
  useReloadOnFeed(reload, few);
  return (
    <section className={styles.timeline} aria-label={words.title}>
      <Title3 as="h2">{words.title}</Title3>
      <div className={styles.bar} role="search" aria-label={words.title}>
        <SearchField
          className={styles.search}
          label={words.search}
          value={search}
          onChange={(value) => put('q', value)}
        />
        <Select aria-label={words.kind} value={kind} onChange={(_event, { value }) => put('kind', value)}>
          <option value="">{words.all}</option>
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {words[one]}
            </option>
          ))}
        </Select>
        <Select
          aria-label={words.whose}
          value={mine ? 'mine' : ''}
          onChange={(_event, { value }) => put('whose', value)}
        >
          <option value="">{words.everybodys}</option>
          <option value="mine">{words.mine}</option>
        </Select>
      </div>
      <DoneBars
        done={done}
        onBack={(one) => {
          setDone((now) => now.filter(({ message }) => message !== one.message));
          reload();
        }}
      />
      {list.state === 'loading' && (
        <Skeleton aria-label={words.loading}>
          <SkeletonItem size={128} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.items.length === 0 && (
        <Empty title={filtered ? words.nothingMatches : words.nothing}>
          {filtered ? words.tryOthers : words.howItComes(name)}
        </Empty>
      )}
      {list.state === 'ready' &&
        list.value.items.map((message) => (
          <MessageCard
            key={message.id}
            message={message}
            actions={
              <LogActions
                message={message}
                record={record}
                onDone={(one) => {
                  setDone((now) => [...now.filter((other) => other.message !== one.message), one]);
                  reload();
                }}
              />
            }
          />
        ))}
      <MoreButton pages={pages} />
    </section>
  );
}
