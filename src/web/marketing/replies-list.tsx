import {
  Badge,
  Button,
  Caption1,
  Card,
  makeStyles,
  mergeClasses,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ReplyLine } from '../../core/api/reports';
import { fullTime, shortTime } from '../format';
import { AnswerButton } from '../parts/answer-button';
import { RouterLink } from '../parts/event-line';
import { useReloadOnFeed } from '../parts/feed';
import { MoreButton } from '../parts/more-button';
import { RemovalWish } from '../parts/removal-wish';
import { Empty, Failure } from '../parts/states';
import { reportsApi } from '../reports-api';
import { texts } from '../texts';
import { useEvery } from '../use-every';
import { usePages } from '../use-pages';
import { lookAgainMs } from './look-again';
import type { MarketingTabProps } from './tabs';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxWidth: '860px',
  },
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'baseline' },
  when: { marginLeft: 'auto', color: tokens.colorNeutralForeground3 },
  quiet: { color: tokens.colorNeutralForeground3 },
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  begun: { maxHeight: '9em', overflow: 'hidden' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
});

/** M6: who replied, when, with the new text, the latest first. */
export function RepliesList({ message, search }: Pick<MarketingTabProps, 'message'> & { search: string }) {
  const styles = useStyles();
  const words = texts.reports;
  const { id } = message;
  const pages = usePages(`replies/${id}/${search}`, async (before?: number) => {
    const { replies, next } = await reportsApi.replies(id, search === '' ? undefined : search, before);
    return { items: replies, next };
  });
  const { list, reload, few } = pages;
  useReloadOnFeed(reload, few);
  useEvery(few ? lookAgainMs(message, Date.now()) : undefined, reload);
  if (list.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(words.shown.replied)}>
        <SkeletonItem size={96} />
      </Skeleton>
    );
  }
  if (list.state === 'failed') {
    return <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  if (list.value.items.length === 0) {
    return search === '' ? (
      <Empty title={words.noReplies}>{words.noRepliesAbout}</Empty>
    ) : (
      <Empty title={words.noneShown}>{words.noReplyFound}</Empty>
    );
  }
  return (
    <>
      <ul className={styles.list} aria-label={words.shown.replied}>
        {list.value.items.map((reply) => (
          <li key={reply.seq}>
            <Reply reply={reply} />
          </li>
        ))}
      </ul>
      <MoreButton pages={pages} words={words.more} />
    </>
  );
}

/** Beyond, a text is folded. */
const FOLDED_CHARACTERS = 500;
const FOLDED_LINES = 8;

function Reply({ reply }: { reply: ReplyLine }) {
  const styles = useStyles();
  const words = texts.reports;
  const { who, at, recipient, note, mail, text = '' } = reply;
  const [whole, setWhole] = useState(false);
  const long = text.length > FOLDED_CHARACTERS || text.split('\n').length > FOLDED_LINES;
  const name = who === undefined ? words.erasedPerson : who.name === '' ? who.address : who.name;
  return (
    <Card className={styles.card} role="article" aria-label={words.replyBy(name, shortTime(at))}>
      <div className={styles.head}>
        {who?.contactId === undefined ? (
          <Text weight="semibold">{name}</Text>
        ) : (
          <RouterLink to={`/contacts/${who.contactId}`}>{name}</RouterLink>
        )}
        {who !== undefined && who.address !== name && (
          <Caption1 className={styles.quiet}>{who.address}</Caption1>
        )}
        {!recipient && <Badge appearance="outline">{words.notARecipient}</Badge>}
        <Caption1 className={styles.when}>
          <time dateTime={at} title={fullTime(at)}>
            {shortTime(at)}
          </time>
        </Caption1>
      </div>
      {note !== undefined && <Caption1 className={styles.quiet}>{texts.said(note)}</Caption1>}
      {mail === undefined || text === '' ? (
        <Text className={styles.quiet}>{words.textNotShown}</Text>
      ) : (
        <Text className={mergeClasses(styles.text, long && !whole && styles.begun)}>{text}</Text>
      )}
      {mail !== undefined && <RemovalWish message={mail} />}
      {mail !== undefined && (
        <div className={styles.actions}>
          {long && !whole && (
            <Button size="small" appearance="subtle" onClick={() => setWhole(true)}>
              {words.wholeText}
            </Button>
          )}
          <RouterLink to={`/messages/${mail.id}`}>{words.openMail}</RouterLink>
          <AnswerButton message={mail} record={who?.contactId} />
        </div>
      )}
    </Card>
  );
}
