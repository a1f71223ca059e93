import { Button, makeStyles, Skeleton, SkeletonItem, Title2, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { RouterLink } from '../parts/event-line';
import { MoreButton } from '../parts/more-button';
import { Empty, Failure, useTitle } from '../parts/states';
import { peopleCsvUrl, reportsApi } from '../reports-api';
import { PeopleFilter } from '../reports/people-filter';
import { PeopleTable } from '../reports/people-table';
import { askedSpan, shownPeople, spanState } from '../reports/span';
import { SpanChoice } from '../reports/span-choice';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { usePages } from '../use-pages';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    minWidth: 0,
  },
});

/** The people behind a number of a report over a span, once for each message. */
export function AnalyzePeoplePage() {
  const styles = useStyles();
  const words = texts.reports;
  const [address, change, put] = useAddress();
  const [now] = useState(() => new Date());
  const span = spanState(address, now);
  const asked = askedSpan(span);
  const show = shownPeople(address);
  const search = address.get('q') ?? '';
  const people = { show, search: search === '' ? undefined : search };
  const pages = usePages(`people/${JSON.stringify([asked, people])}`, async (cursor?: string) => {
    const { recipients, next } = await reportsApi.people(asked, people, cursor);
    return { items: recipients, next };
  });
  const { list, reload } = pages;
  useTitle(words.peopleOf(words.shown[show]));
  const back = new URLSearchParams(address);
  back.delete('show');
  back.delete('q');
  return (
    <div className={styles.page}>
      <RouterLink to={`/analyze?${back.toString()}`}>{words.back}</RouterLink>
      <Title2 as="h1">{words.peopleOf(words.shown[show])}</Title2>
      <SpanChoice
        span={span}
        change={(to) =>
          change((before) => {
            const next = new URLSearchParams(before);
            for (const [key, value] of Object.entries(to)) {
              if (value === '') next.delete(key);
              else next.set(key, value);
            }
            return next;
          })
        }
      />
      <PeopleFilter show={show} search={search} put={put} csv={peopleCsvUrl(asked, people)} unsent={false} />
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.people)}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.items.length === 0 && (
        <Empty title={words.noneShown}>{words.noneShownAbout}</Empty>
      )}
      {list.state === 'ready' && list.value.items.length > 0 && (
        <>
          <PeopleTable people={list.value.items} withMessage />
          <MoreButton pages={pages} words={words.more} />
        </>
      )}
    </div>
  );
}
