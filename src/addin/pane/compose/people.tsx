import {
  Badge,
  Button,
  Link,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { ContactCard } from '../../../core/api';
import { sameAddress } from '../../../core/policy';
import type { RecipientAnswer } from '../../../core/policy/types';
import type { Person } from '../../office';
import { usePane } from '../context';
import { FoldButton, useFold } from '../fold';
import { Empty, Section } from '../parts';
import { badgeOf, type PersonBadge } from './badges';

const useStyles = makeStyles({
  people: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalS },
  line: {
    display: 'flex',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'start',
  },
  name: { minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  badge: { minWidth: 0, flexShrink: 0, padding: 0, height: 'auto' },
  why: { maxWidth: '260px', display: 'grid', rowGap: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
});

interface PeopleProps {
  people: readonly Person[];
  answers: readonly RecipientAnswer[];
  contacts: readonly ContactCard[];
}

/** Everybody on the mail, each with a badge, and on the badge the reason (A1). */
export function People({ people, answers, contacts }: PeopleProps) {
  const styles = useStyles();
  const { texts, locale } = usePane();
  const fold = useFold(people);
  return (
    <Section title={texts.compose.people}>
      {people.length === 0 && <Empty>{texts.compose.noPeople}</Empty>}
      <ul className={styles.people}>
        {fold.shown.map((person, i) => {
          const { address } = person;
          const contact = contactOf(contacts, address);
          const answer = answers.find((one) => sameAddress(one.address, address));
          const badge = badgeOf(texts, { address, answer, contact }, new Date(), locale);
          return <PersonLine key={`${address} ${i}`} person={person} contact={contact} badge={badge} />;
        })}
      </ul>
      <FoldButton fold={fold} />
    </Section>
  );
}

export const contactOf = (contacts: readonly ContactCard[], address: string): ContactCard | undefined =>
  contacts.find(({ addresses }) => addresses.some((own) => sameAddress(own, address)));

function PersonLine({
  person,
  contact,
  badge,
}: {
  person: Person;
  contact: ContactCard | undefined;
  badge: PersonBadge;
}) {
  const styles = useStyles();
  const { texts, webApp } = usePane();
  const named = person.name !== '' && person.name !== person.address;
  const who = contact?.name ?? (named ? person.name : person.address);
  const below = [
    ...(who === person.address ? [] : [person.address]),
    ...(contact?.company === undefined ? [] : [contact.company]),
  ];
  return (
    <li>
      <div className={styles.line}>
        <Text weight="semibold" className={styles.name}>
          {who}
        </Text>
        <Popover withArrow positioning="below-end">
          <PopoverTrigger disableButtonEnhancement>
            <Button
              size="small"
              appearance="transparent"
              className={styles.badge}
              aria-label={texts.compose.whyBadge(badge.label, who)}
            >
              <Badge appearance="tint" color={badge.color}>
                {badge.label}
              </Badge>
            </Button>
          </PopoverTrigger>
          <PopoverSurface aria-label={texts.compose.whyBadge(badge.label, who)}>
            <div className={styles.why}>
              {badge.reasons.map((reason) => (
                <Text key={reason} size={200}>
                  {reason}
                </Text>
              ))}
              {contact && (
                <Link href={`${webApp}/contacts/${contact.id}`} target="_blank" rel="noreferrer">
                  {texts.compose.openContact}
                </Link>
              )}
            </div>
          </PopoverSurface>
        </Popover>
      </div>
      {below.length > 0 && (
        <Text block size={200} className={styles.quiet}>
          {below.join(' · ')}
        </Text>
      )}
    </li>
  );
}
