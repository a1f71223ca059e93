import {
  Button,
  Caption1,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { AudiencePeopleQuery } from '../../../core/api/marketing';
import { marketingSettingsApi } from '../../marketing-settings-api';
import { RouterLink } from '../../parts/event-line';
import { MoreButton } from '../../parts/more-button';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import { usePages } from '../../use-pages';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalXS, justifyItems: 'start' },
  number: { paddingLeft: 0, minWidth: 0, fontWeight: tokens.fontWeightRegular, textAlign: 'left' },
  people: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    paddingLeft: tokens.spacingHorizontalL,
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
  },
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  one: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface AudienceNumberProps {
  message: string;
  /** When it was counted: what is open is loaded again with another count. */
  counted: number;
  which: AudiencePeopleQuery['which'];
  words: string;
}

/** A number of the audience, which opens to the people behind it. */
export function AudienceNumber({ message, counted, which, words }: AudienceNumberProps) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.all}>
      <Button
        className={styles.number}
        appearance="transparent"
        aria-expanded={open}
        onClick={() => setOpen((now) => !now)}
      >
        {open ? `▾ ${words}` : `▸ ${words}`}
      </Button>
      {open && <People message={message} counted={counted} which={which} words={words} />}
    </div>
  );
}

function People({ message, counted, which, words }: AudienceNumberProps) {
  const styles = useStyles();
  const pages = usePages(`audience/${message}/${which}/${counted}`, async (after?: string) => {
    const { people, next } = await marketingSettingsApi.people(message, which, after);
    return { items: people, next };
  });
  const { list } = pages;
  return (
    <div className={styles.people}>
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words)}>
          <SkeletonItem size={24} />
        </Skeleton>
      )}
      {list.state === 'failed' && <Failure error={list.error} />}
      {list.state === 'ready' && (
        <ul className={styles.list} aria-label={words}>
          {list.value.items.map((person) => (
            <li key={person.contactId} className={styles.one}>
              <RouterLink to={`/contacts/${person.contactId}`}>
                {person.name === '' ? (person.address ?? person.contactId) : person.name}
              </RouterLink>
              {person.address !== undefined && <Text className={styles.quiet}>{person.address}</Text>}
              {which === 'without-owner-mailbox' && (
                <Caption1 className={styles.quiet}>
                  {person.owner === undefined
                    ? texts.marketingSettings.noOwner
                    : texts.marketingSettings.ownedBy(person.owner)}
                </Caption1>
              )}
            </li>
          ))}
        </ul>
      )}
      <MoreButton pages={pages} words={texts.marketingSettings.morePeople} />
    </div>
  );
}
