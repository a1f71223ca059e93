import {
  Button,
  Caption1,
  Card,
  Skeleton,
  SkeletonItem,
  Subtitle1,
  Text,
  Title2,
} from '@fluentui/react-components';
import { useNavigate } from 'react-router';
import { can } from '../../core/access';
import type { MailboxView } from '../../core/api/mailboxes';
import { api } from '../api';
import { ACCESS_WORDS } from '../mailbox-words';
import { ColleaguesSwitch } from '../parts/colleagues-switch';
import { RouterLink } from '../parts/event-line';
import { MailboxStanding } from '../parts/mailbox-standing';
import { useMe } from '../parts/me';
import { NotificationChoices } from '../parts/notification-choices';
import { OwnDeviceList } from '../parts/own-devices';
import { OutlookSwitches } from '../parts/outlook-switches';
import { usePageStyles } from '../parts/page-styles';
import { Empty, Failure, useTitle } from '../parts/states';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';

const AGAIN_MS = 15_000;

/** The connected mailboxes and how their watch stands, as proven by answers, not by settings. */
export function MailboxesPage() {
  const styles = usePageStyles();
  const me = useMe();
  useTitle('Mailboxes');
  const [list, reload] = useResource('mailboxes', api.mailboxes);
  useEvery(AGAIN_MS, reload);
  const navigate = useNavigate();
  const mine =
    list.state === 'ready' &&
    list.value.mailboxes.some((m) => m.kind === 'personal' && m.owner === undefined);
  const connect = (
    <Button appearance="primary" onClick={() => void navigate('/settings/mailboxes/connect')}>
      Connect my mailbox
    </Button>
  );
  return (
    <div className={styles.page}>
      <Title2 as="h1">Mailboxes</Title2>
      {list.state === 'loading' && (
        <Skeleton aria-label="Loading mailboxes">
          <SkeletonItem size={72} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {list.state === 'ready' && list.value.mailboxes.length === 0 && (
        <Empty title="No mailbox is connected" action={connect}>
          A connected mailbox lets Mailtrail find replies and copy what you sent, attachments included. It
          only reads: nothing in your mailbox is changed.
        </Empty>
      )}
      {list.state === 'ready' &&
        list.value.mailboxes.map((mailbox) => <MailboxCard key={mailbox.id} mailbox={mailbox} />)}
      {list.state === 'ready' && (
        <div className={styles.row}>
          {list.value.mailboxes.length > 0 && !mine && connect}
          {can(me.user.role, 'connect', 'team-mailbox') && (
            <Button onClick={() => void navigate('/settings/mailboxes/connect-team')}>
              Connect a team’s mailbox
            </Button>
          )}
        </div>
      )}
      <NotificationChoices />
      <OwnDeviceList />
      <ColleaguesSwitch />
      <OutlookSwitches />
    </div>
  );
}

function MailboxCard({ mailbox }: { mailbox: MailboxView }) {
  const styles = usePageStyles();
  const whose = mailbox.kind === 'team' ? 'A team’s mailbox' : mailbox.owner && `${mailbox.owner.name}’s`;
  return (
    <Card className={styles.card}>
      <div className={styles.between}>
        <Subtitle1 as="h2">{mailbox.address}</Subtitle1>
        <MailboxStanding mailbox={mailbox} />
      </div>
      {mailbox.reason !== undefined && <Text>{mailbox.reason}</Text>}
      <div className={styles.between}>
        <Caption1 className={styles.quiet}>
          {[whose, ACCESS_WORDS[mailbox.access]].filter(Boolean).join(' · ')}
        </Caption1>
        <RouterLink to={`/settings/mailboxes/${mailbox.id}`}>{`Health of ${mailbox.address}`}</RouterLink>
      </div>
    </Card>
  );
}
