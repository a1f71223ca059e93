import { Button, Card, Field, makeStyles, Select, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { TrackingDomains } from '../../core/api/deployment';
import { texts } from '../texts';
import { RouterLink } from './event-line';
import { choosable, MailboxDomainChoice } from './mailbox-domain';
import { usePageStyles } from './page-styles';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  one: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
  },
  add: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'end' },
});

interface Props {
  of: TrackingDomains;
  busy: boolean;
  choose: (mailbox: string, host: string | null) => void;
}

/** C7: the mailboxes that have a domain of their own, and one more. */
export function MailboxDomains({ of, busy, choose }: Props) {
  const styles = { ...usePageStyles(), ...useStyles() };
  const words = texts.trackingDomains;
  const own = of.mailboxes.filter(({ host }) => host !== undefined);
  const others = of.mailboxes.filter(({ host }) => host === undefined);
  const standard = of.domains.find(({ isDefault }) => isDefault)?.host;
  const good = choosable(of, undefined).filter((one) => one !== standard);
  const [picked, setPicked] = useState('');
  const [host, setHost] = useState('');
  const mailbox = others.some(({ id }) => id === picked) ? picked : (others[0]?.id ?? '');
  const domain = good.find((one) => one === host) ?? good[0] ?? '';
  return (
    <Card className={styles.card}>
      <Subtitle1 as="h2">{words.mailboxes}</Subtitle1>
      <Text>{words.mailboxesAbout}</Text>
      {own.length === 0 && <Text className={styles.quiet}>{words.noMailboxes}</Text>}
      {own.length > 0 && (
        <ul className={styles.list}>
          {own.map((one) => (
            <li key={one.id} className={styles.one}>
              <RouterLink to={`/settings/mailboxes/${one.id}`}>{one.address}</RouterLink>
              <MailboxDomainChoice of={of} mailbox={one} busy={busy} choose={(to) => choose(one.id, to)} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && good.length > 0 && (
        <form
          className={styles.add}
          onSubmit={(event) => {
            event.preventDefault();
            choose(mailbox, domain);
          }}
        >
          <Field label={words.mailbox}>
            <Select value={mailbox} onChange={(_event, { value }) => setPicked(value)}>
              {others.map(({ id, address }) => (
                <option key={id} value={id}>
                  {address}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={words.domain}>
            <Select value={domain} onChange={(_event, { value }) => setHost(value)}>
              {good.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </Select>
          </Field>
          <Button type="submit" disabledFocusable={busy}>
            {words.useForMailbox}
          </Button>
        </form>
      )}
    </Card>
  );
}
