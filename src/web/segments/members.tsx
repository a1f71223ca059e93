import {
  Button,
  Caption1,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { SegmentDetail } from '../../core/api/segments';
import { fullTime, shortTime } from '../format';
import { ContactPicker } from '../parts/contact-picker';
import { RouterLink } from '../parts/event-line';
import { MoreButton } from '../parts/more-button';
import { Empty, Failure } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { usePages } from '../use-pages';
import { whyWords } from './why-words';

const useStyles = makeStyles({
  all: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  wide: { overflowX: 'auto' },
  table: { minWidth: '560px' },
  who: { display: 'grid', paddingTop: '6px', paddingBottom: '6px', overflowWrap: 'anywhere' },
  since: { width: '150px' },
  act: { width: '150px' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Who is in it; of a list, who is put there and taken off. */
export function Members({ segment, reload }: { segment: SegmentDetail; reload: () => void }) {
  const styles = useStyles();
  const words = texts.segments;
  const navigate = useNavigate();
  const { id, kind, count, canChange } = segment;
  const pages = usePages(`members/${id}`, async (cursor?: string) => {
    const { members, next } = await segmentsApi.members(id, cursor);
    return { items: members, next };
  });
  const { list, reload: again, few } = pages;
  // Whoever came or left is seen where the count moved.
  useEffect(() => {
    if (few) again();
  }, [count, few, again]);
  const [picking, setPicking] = useState(false);
  const [last, setLast] = useState<{ contact: string; words: string; on: boolean }>();
  const { busy, error, does } = useDoing();
  const mine = kind === 'list' && canChange;
  const move = (contact: { id: string; name: string }, on: boolean): void =>
    void does(async () => {
      await (on ? segmentsApi.put : segmentsApi.takeOff)(id, contact.id);
      setLast({
        contact: contact.id,
        words: on ? words.added(contact.name) : words.tookOff(contact.name),
        on,
      });
      again();
      reload();
    });
  return (
    <div className={styles.all}>
      {mine && (
        <div className={styles.bar}>
          <Button appearance="primary" onClick={() => setPicking(true)}>
            {words.addContact}
          </Button>
          <Button onClick={() => void navigate('/contacts')}>{words.addContacts}</Button>
        </div>
      )}
      {last && (
        <UndoBar
          words={last.words}
          busy={busy}
          undo={() =>
            void does(async () => {
              await (last.on ? segmentsApi.takeOff : segmentsApi.put)(id, last.contact);
              setLast(undefined);
              again();
              reload();
            })
          }
        />
      )}
      {error && <Failure error={error} />}
      <ContactPicker
        title={words.addContact}
        open={picking}
        onClose={() => setPicking(false)}
        onPick={(contact) => {
          setPicking(false);
          move(contact, true);
        }}
      />
      {list.state === 'loading' && (
        <Skeleton aria-label={words.loadingMembers}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={again}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.items.length === 0 && (
        <Empty title={words.noMembers}>{words.noMembersAbout[kind]}</Empty>
      )}
      {list.state === 'ready' && list.value.items.length > 0 && (
        <>
          <div className={styles.wide} tabIndex={0} role="group" aria-label={words.tabs.members}>
            <Table aria-label={words.tabs.members} className={styles.table}>
              <TableHeader>
                <TableRow>
                  <TableHeaderCell>{texts.contacts.column.name}</TableHeaderCell>
                  <TableHeaderCell className={styles.since}>{words.since}</TableHeaderCell>
                  <TableHeaderCell>{words.why}</TableHeaderCell>
                  {mine && <TableHeaderCell className={styles.act} />}
                </TableRow>
              </TableHeader>
              <TableBody>
                {list.value.items.map(({ contact, since, why }) => (
                  <TableRow key={contact.id}>
                    <TableCell>
                      <span className={styles.who}>
                        <RouterLink to={`/contacts/${contact.id}`}>{contact.name}</RouterLink>
                        {contact.address !== undefined && contact.address !== contact.name && (
                          <Caption1 className={styles.quiet}>{contact.address}</Caption1>
                        )}
                      </span>
                    </TableCell>
                    <TableCell title={fullTime(since)}>{shortTime(since)}</TableCell>
                    <TableCell>{whyWords(why)}</TableCell>
                    {mine && (
                      <TableCell>
                        <Button
                          size="small"
                          disabledFocusable={busy}
                          aria-label={words.takeOffWho(contact.name)}
                          onClick={() => move(contact, false)}
                        >
                          {words.takeOff}
                        </Button>
                      </TableCell>
                    )}
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </div>
          <MoreButton pages={pages} words={words.showEarlier} />
        </>
      )}
    </div>
  );
}
