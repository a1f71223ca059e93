import { Card, Select, Subtitle1, Text } from '@fluentui/react-components';
import type { TrackingDomains } from '../../core/api/deployment';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { usePageStyles } from './page-styles';
import { Failure } from './states';

/** The domains that may be chosen now, and the chosen one in any case. */
export const choosable = ({ domains }: TrackingDomains, chosen: string | undefined): string[] =>
  domains
    .filter(({ host, retired, state, server }) => {
      if (retired) return false;
      return host === chosen || state === 'good' || (server && state === 'unchecked');
    })
    .map(({ host }) => host);

interface ChoiceProps {
  of: TrackingDomains;
  mailbox: TrackingDomains['mailboxes'][number];
  busy: boolean;
  choose: (host: string | null) => void;
}

/** C7: which domain mail from one mailbox is tracked by. */
export function MailboxDomainChoice({ of, mailbox, busy, choose }: ChoiceProps) {
  const words = texts.trackingDomains;
  const standard = of.domains.find(({ isDefault }) => isDefault)?.host ?? of.leadsTo;
  return (
    <Select
      aria-label={words.domainOf(mailbox.address)}
      disabled={busy}
      value={mailbox.host ?? ''}
      onChange={(_event, { value }) => choose(value === '' ? null : value)}
    >
      <option value="">{words.asDefault(standard)}</option>
      {choosable(of, mailbox.host).map((host) => (
        <option key={host} value={host}>
          {host}
        </option>
      ))}
    </Select>
  );
}

/** The same on the mailbox's own page, for who may choose; nothing where there is nothing to choose from. */
export function MailboxDomain({ mailbox: id }: { mailbox: string }) {
  const styles = usePageStyles();
  const words = texts.trackingDomains;
  const [domains, , change] = useResource('tracking-domains', settingsApi.domains);
  const { busy, error, does } = useDoing();
  if (domains.state !== 'ready') return null;
  const mailbox = domains.value.mailboxes.find((one) => one.id === id);
  if (!mailbox || (mailbox.host === undefined && choosable(domains.value, undefined).length < 2)) return null;
  return (
    <Card className={styles.card}>
      <Subtitle1 as="h2">{words.one}</Subtitle1>
      <Text>{words.oneAbout}</Text>
      {error && <Failure error={error} />}
      <div className={styles.row}>
        <MailboxDomainChoice
          of={domains.value}
          mailbox={mailbox}
          busy={busy}
          choose={(host) =>
            void does(async () => {
              const now = await settingsApi.chooseDomain(id, host);
              change(() => now);
            })
          }
        />
      </div>
    </Card>
  );
}
