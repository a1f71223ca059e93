import { Button, makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import type { ShownPeople } from '../../core/api/reports';
import { MoreButton } from '../parts/more-button';
import { Empty, Failure } from '../parts/states';
import { recipientsCsvUrl, reportsApi, type AskedPeople } from '../reports-api';
import { PeopleFilter } from '../reports/people-filter';
import { PeopleTable } from '../reports/people-table';
import { reasonWords } from '../reports/reason-words';
import { shownPeople } from '../reports/span';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useEvery } from '../use-every';
import { usePages } from '../use-pages';
import { RepliesList } from './replies-list';
import { lookAgainMs } from './look-again';
import type { MarketingTabProps } from './tabs';

const useStyles = makeStyles({
  all: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalL },
  chosen: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
});

/** M6: the recipients of a message, by what they did; among it their replies, with the text. */
export function RecipientsTab({ message }: MarketingTabProps) {
  const styles = useStyles();
  const words = texts.reports;
  const [address, , put] = useAddress();
  const show = shownPeople(address);
  const search = address.get('q') ?? '';
  const link = /^\d{1,6}$/.test(address.get('link') ?? '') ? Number(address.get('link')) : undefined;
  const reason = address.get('reason') ?? '';
  const asked: AskedPeople = {
    show,
    search: search === '' ? undefined : search,
    link: show === 'clicked' ? link : undefined,
    reason: show === 'left-out' && reason !== '' ? reason : undefined,
  };
  return (
    <div className={styles.all}>
      <PeopleFilter show={show} search={search} put={put} csv={recipientsCsvUrl(message.id, asked)} unsent />
      {asked.link !== undefined && (
        <div className={styles.chosen}>
          <Text>{words.clickedOn(address.get('linkText') ?? String(asked.link))}</Text>
          <Button size="small" onClick={() => put('link', '')}>
            {words.anyLink}
          </Button>
        </div>
      )}
      {asked.reason !== undefined && (
        <div className={styles.chosen}>
          <Text>{reasonWords(asked.reason)}</Text>
          <Button size="small" onClick={() => put('reason', '')}>
            {words.anyReason}
          </Button>
        </div>
      )}
      {show === 'replied' ? (
        <RepliesList message={message} search={search} />
      ) : (
        <People message={message} asked={asked} show={show} />
      )}
    </div>
  );
}

function People({
  message,
  asked,
  show,
}: Pick<MarketingTabProps, 'message'> & { asked: AskedPeople; show: ShownPeople }) {
  const words = texts.reports;
  const { id } = message;
  const pages = usePages(`recipients/${id}/${JSON.stringify(asked)}`, async (cursor?: string) => {
    const { recipients, next } = await reportsApi.recipients(id, asked, cursor);
    return { items: recipients, next };
  });
  const { list, reload, few } = pages;
  useEvery(few ? lookAgainMs(message, Date.now()) : undefined, reload);
  if (list.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(words.recipients)}>
        <SkeletonItem size={96} />
      </Skeleton>
    );
  }
  if (list.state === 'failed') {
    return <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  if (list.value.items.length === 0) {
    return show === 'sent' && asked.search === undefined ? (
      <Empty title={words.nothingSent}>{words.nothingSentAbout}</Empty>
    ) : (
      <Empty title={words.noneShown}>{words.noneShownAbout}</Empty>
    );
  }
  return (
    <>
      <PeopleTable people={list.value.items} withMessage={false} />
      <MoreButton pages={pages} words={words.more} />
    </>
  );
}
