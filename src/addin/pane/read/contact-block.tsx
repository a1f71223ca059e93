import { Badge, Button, Link, makeStyles, Persona, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { ContactCard } from '../../../core/api';
import { activityOf } from '../compose/badges';
import { usePane } from '../context';
import { timeWords } from '../sentences';
import type { Texts } from '../texts';
import { BasisChoice } from './basis-choice';
import { ContactTimeline } from './contact-timeline';

const useStyles = makeStyles({
  contact: {
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
    justifyItems: 'start',
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
    minWidth: 0,
  },
  persona: { maxWidth: '100%' },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground2 },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  value: { margin: 0, minWidth: 0 },
  wide: { width: '100%' },
});

interface ContactBlockProps {
  contact: ContactCard;
  /** Shown whole from the beginning. */
  open: boolean;
  onChange: () => void;
}

/** One contact on the mail (A2): who they are, what is allowed, and what was written to and by them. */
export function ContactBlock({ contact, open, onChange }: ContactBlockProps) {
  const styles = useStyles();
  const { texts, locale, webApp } = usePane();
  const [details, setDetails] = useState(open);
  const [timeline, setTimeline] = useState(false);
  const badges = badgesOf(texts, contact, locale);
  return (
    <article className={styles.contact} aria-label={contact.name}>
      <Persona
        className={styles.persona}
        name={contact.name}
        secondaryText={contact.company ?? contact.addresses[0] ?? ''}
        tertiaryText={activityOf(texts, contact, new Date(), locale)}
        size="large"
        textAlignment="start"
      />
      {badges.length > 0 && (
        <div className={styles.row}>
          {badges.map(({ label, color }) => (
            <Badge key={label} appearance="tint" color={color}>
              {label}
            </Badge>
          ))}
        </div>
      )}
      {details && (
        <>
          <Facts contact={contact} />
          <BasisChoice contact={contact} onChange={onChange} />
          <Link href={`${webApp}/contacts/${contact.id}`} target="_blank" rel="noreferrer">
            {texts.compose.openContact}
          </Link>
        </>
      )}
      <div className={styles.row}>
        <Button
          size="small"
          appearance="subtle"
          aria-expanded={details}
          aria-label={`${details ? texts.read.hideDetails : texts.read.showDetails}: ${contact.name}`}
          onClick={() => setDetails(!details)}
        >
          {details ? texts.read.hideDetails : texts.read.showDetails}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          aria-expanded={timeline}
          aria-label={timeline ? texts.read.hideTimeline : texts.read.showTimeline(contact.name)}
          onClick={() => setTimeline(!timeline)}
        >
          {timeline ? texts.read.hideTimeline : texts.read.timeline}
        </Button>
      </div>
      {timeline && (
        <div className={styles.wide}>
          <ContactTimeline id={contact.id} />
        </div>
      )}
    </article>
  );
}

function Facts({ contact }: { contact: ContactCard }) {
  const styles = useStyles();
  const { texts } = usePane();
  const facts: [string, string][] = [
    [texts.read.addresses, contact.addresses.join(', ')],
    ...(contact.phone === undefined ? [] : [[texts.read.phone, contact.phone] satisfies [string, string]]),
    ...(contact.owner === undefined
      ? []
      : [[texts.read.owner, contact.owner.name] satisfies [string, string]]),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  const styles = useStyles();
  return (
    <>
      <Text as="span" size={200} className={styles.quiet} role="term">
        {name}
      </Text>
      <span className={styles.value} role="definition">
        {value}
      </span>
    </>
  );
}

interface Mark {
  label: string;
  color: 'success' | 'warning' | 'danger' | 'informative';
}

/** What is to be known before writing to them: objection, limits, that they have left. */
function badgesOf(texts: Texts, contact: ContactCard, locale: string): Mark[] {
  const marks: Mark[] = [];
  const when = (at: string): string => timeWords(at, new Date(), locale);
  if (contact.objectedAt !== undefined)
    marks.push({ label: texts.read.objected(when(contact.objectedAt)), color: 'danger' });
  if (contact.basis === 'consent-withdrawn') marks.push({ label: texts.read.withdrawn, color: 'danger' });
  if (contact.basis === 'none') marks.push({ label: texts.standings.noBasis, color: 'warning' });
  if (contact.trackingLimit === 'all') marks.push({ label: texts.standings.noTracking, color: 'warning' });
  if (contact.trackingLimit === 'links') marks.push({ label: texts.read.noLinks, color: 'warning' });
  if (contact.departure !== undefined) marks.push({ label: texts.read.departed, color: 'informative' });
  if (contact.erasure !== undefined) marks.push({ label: texts.read.erasing, color: 'danger' });
  return marks;
}
