import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { api } from '../api';
import { texts } from '../texts';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';
import { RouterLink } from './event-line';
import { useFeed } from './feed';

const EVERY_MS = 60_000;
/** More would push the page away; the list of mailboxes has them all. */
const SHOWN = 2;

const useStyles = makeStyles({
  banner: { display: 'grid', rowGap: tokens.spacingVerticalS, marginBottom: tokens.spacingVerticalL },
});

/** S4: what is wrong with mailboxes, over every page, until it ends by itself. */
export function MailboxBanner() {
  const styles = useStyles();
  const [alerts, reload] = useResource('mailbox-alerts', api.mailboxAlerts);
  const { feed } = useFeed();
  const { pathname } = useLocation();
  const told =
    feed.state === 'ready' ? feed.value.items.find(({ kind }) => kind === 'mailbox')?.seq : undefined;
  useEvery(EVERY_MS, reload);
  // The feed is quicker than the minute.
  useEffect(() => {
    if (told !== undefined) reload();
  }, [told, reload]);
  // Without an answer, the page below says that the server cannot be reached.
  const standing =
    alerts.state === 'ready'
      ? alerts.value.alerts.filter(
          // Its own page says it already.
          ({ kind, mailbox }) =>
            kind !== 'polled' && !(mailbox && pathname.endsWith(`/mailboxes/${mailbox.id}`)),
        )
      : [];
  if (standing.length === 0) return null;
  return (
    <section className={styles.banner} aria-label={texts.mailboxes.alerts}>
      {standing.slice(0, SHOWN).map((alert) => (
        <MessageBar key={alert.id} intent={alert.level} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>
              {alert.mailbox?.address ??
                (alert.kind === 'tracking-domain'
                  ? texts.settings.trackingDomains
                  : texts.mailboxes.accessToMicrosoft)}
            </MessageBarTitle>
            {texts.said(alert.what)}{' '}
            {alert.mailbox ? (
              <RouterLink to={`/settings/mailboxes/${alert.mailbox.id}`}>
                {texts.mailboxes.lookAndRepair}
              </RouterLink>
            ) : alert.kind === 'tracking-domain' ? (
              <RouterLink to="/settings/tracking-domains">{texts.mailboxes.lookAndRepair}</RouterLink>
            ) : (
              texts.said(alert.todo)
            )}
          </MessageBarBody>
        </MessageBar>
      ))}
      {standing.length > SHOWN && (
        <MessageBar intent="warning">
          <MessageBarBody>
            {texts.mailboxes.more(standing.length - SHOWN)}{' '}
            <RouterLink to="/settings">{texts.mailboxes.all}</RouterLink>
          </MessageBarBody>
        </MessageBar>
      )}
    </section>
  );
}
