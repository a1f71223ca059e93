import {
  Badge,
  Button,
  Card,
  Caption1,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Subtitle1,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { MailboxView } from '../../core/api/app';
import { api, ApiError } from '../api';
import { fullTime, shortTime } from '../format';
import { ColleaguesSwitch } from '../parts/colleagues-switch';
import { useMe } from '../parts/me';
import { NotificationChoices } from '../parts/notification-choices';
import { OwnDeviceList } from '../parts/own-devices';
import { OutlookSwitches } from '../parts/outlook-switches';
import { Empty, Failure, useTitle } from '../parts/states';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: { display: 'grid', rowGap: tokens.spacingVerticalL, maxWidth: '860px' },
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const STATES: Record<
  MailboxView['state'],
  { text: string; color: 'success' | 'warning' | 'danger' | 'informative' }
> = {
  connecting: { text: 'Connecting', color: 'informative' },
  watching: { text: 'Watching', color: 'success' },
  paused: { text: 'Paused', color: 'informative' },
  'not-allowed': { text: 'Not allowed', color: 'warning' },
  failing: { text: 'Failing', color: 'danger' },
  disconnected: { text: 'Disconnected', color: 'informative' },
};

/** The connected mailboxes and how their watch stands, as proven by answers, not by settings. */
export function MailboxesPage() {
  const styles = useStyles();
  const me = useMe();
  useTitle('Mailboxes');
  const [list, reload] = useResource('mailboxes', api.mailboxes);
  const [connecting, setConnecting] = useState(false);
  const [error, setError] = useState<ApiError>();
  const connect = async (): Promise<void> => {
    setConnecting(true);
    setError(undefined);
    try {
      await api.connectMailbox();
      reload();
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem)));
    } finally {
      setConnecting(false);
    }
  };
  const connectButton = (
    <Button appearance="primary" disabled={connecting} onClick={() => void connect()}>
      {connecting ? 'Connecting …' : `Connect ${me.user.email}`}
    </Button>
  );
  const mine = list.state === 'ready' && list.value.mailboxes.some((m) => m.address === me.user.email);
  return (
    <div className={styles.page}>
      <Title2 as="h1">Mailboxes</Title2>
      {error && <Failure error={error} />}
      {list.state === 'loading' && (
        <Skeleton aria-label="Loading mailboxes">
          <SkeletonItem size={72} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {list.state === 'ready' && list.value.mailboxes.length === 0 && (
        <Empty title="No mailbox is connected" action={connectButton}>
          A connected mailbox lets Mailtrail find replies and copy what you sent, attachments included. It
          only reads: nothing in your mailbox is changed.
        </Empty>
      )}
      {list.state === 'ready' &&
        list.value.mailboxes.map((mailbox) => {
          const state = STATES[mailbox.state];
          return (
            <Card key={mailbox.id} className={styles.card}>
              <div className={styles.head}>
                <Subtitle1 as="h2">{mailbox.address}</Subtitle1>
                <Badge color={state.color}>{state.text}</Badge>
              </div>
              {mailbox.reason !== undefined && <Text>{mailbox.reason}</Text>}
              <Caption1 className={styles.quiet} title={mailbox.lastSyncAt && fullTime(mailbox.lastSyncAt)}>
                {mailbox.lastSyncAt
                  ? `Last looked through ${shortTime(mailbox.lastSyncAt)}`
                  : 'Not looked through yet'}
                {' · '}
                {mailbox.lastNotificationAt
                  ? `last notified ${shortTime(mailbox.lastNotificationAt)}`
                  : 'not notified yet'}
                {mailbox.subscriptionExpiresAt &&
                  ` · subscription until ${fullTime(mailbox.subscriptionExpiresAt)}`}
              </Caption1>
            </Card>
          );
        })}
      {list.state === 'ready' && list.value.mailboxes.length > 0 && !mine && connectButton}
      <NotificationChoices />
      <OwnDeviceList />
      <ColleaguesSwitch />
      <OutlookSwitches />
    </div>
  );
}
