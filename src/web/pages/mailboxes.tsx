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
import { RouterLink } from '../parts/event-line';
import { MailboxStanding } from '../parts/mailbox-standing';
import { useMe } from '../parts/me';
import { usePageStyles } from '../parts/page-styles';
import { Empty, Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';

const AGAIN_MS = 15_000;

/** The connected mailboxes and how their watch stands, as proven by answers, not by settings. */
export function MailboxesPage() {
  const styles = usePageStyles();
  const me = useMe();
  useTitle(texts.mailboxes.title);
  const [list, reload] = useResource('mailboxes', api.mailboxes);
  useEvery(AGAIN_MS, reload);
  const navigate = useNavigate();
  const mine =
    list.state === 'ready' &&
    list.value.mailboxes.some((m) => m.kind === 'personal' && m.owner === undefined);
  const connect = (
    <Button appearance="primary" onClick={() => void navigate('/settings/mailboxes/connect')}>
      {texts.mailboxes.connectMine}
    </Button>
  );
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.mailboxes.title}</Title2>
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.mailboxes.loading}>
          <SkeletonItem size={72} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.mailboxes.length === 0 && (
        <Empty title={texts.mailboxes.none} action={connect}>
          {texts.mailboxes.noneAbout}
        </Empty>
      )}
      {list.state === 'ready' &&
        list.value.mailboxes.map((mailbox) => <MailboxCard key={mailbox.id} mailbox={mailbox} />)}
      {list.state === 'ready' && (
        <div className={styles.row}>
          {list.value.mailboxes.length > 0 && !mine && connect}
          {can(me.user.role, 'connect', 'team-mailbox') && (
            <Button onClick={() => void navigate('/settings/mailboxes/connect-team')}>
              {texts.mailboxes.connectTeam}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function MailboxCard({ mailbox }: { mailbox: MailboxView }) {
  const styles = usePageStyles();
  const whose =
    mailbox.kind === 'team'
      ? texts.mailboxes.teams
      : mailbox.owner && texts.mailboxes.ofPerson(mailbox.owner.name);
  return (
    <Card className={styles.card}>
      <div className={styles.between}>
        <Subtitle1 as="h2">{mailbox.address}</Subtitle1>
        <MailboxStanding mailbox={mailbox} />
      </div>
      {mailbox.reason !== undefined && <Text>{texts.said(mailbox.reason)}</Text>}
      <div className={styles.between}>
        <Caption1 className={styles.quiet}>
          {[whose, texts.mailboxes.access[mailbox.access]].filter(Boolean).join(' · ')}
        </Caption1>
        <RouterLink to={`/settings/mailboxes/${mailbox.id}`}>
          {texts.mailboxes.healthOf(mailbox.address)}
        </RouterLink>
      </div>
    </Card>
  );
}
