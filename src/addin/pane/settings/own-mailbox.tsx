import { Badge, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Mailboxes, MailboxView } from '../../../core/api/mailboxes';
import { usePane } from '../context';
import { Section, WhenLoaded } from '../parts';
import { timeWords } from '../sentences';
import { useLoaded } from '../use-loaded';

const useStyles = makeStyles({
  one: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXS,
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const COLOURS: Record<MailboxView['state'], 'success' | 'warning' | 'danger' | 'informative'> = {
  connecting: 'informative',
  watching: 'success',
  paused: 'warning',
  'not-allowed': 'danger',
  failing: 'danger',
  disconnected: 'warning',
};

/** The user's own mailbox: whether it is watched, and the way to connect it (in the web app, where Microsoft asks). */
export function OwnMailbox() {
  const { texts, api } = usePane();
  const { loaded, again } = useLoaded<Mailboxes>(api.mailboxes);
  return (
    <Section title={texts.settings.mailbox}>
      <WhenLoaded loaded={loaded} again={again}>
        {({ mailboxes }) => (
          <Standing own={mailboxes.find(({ kind, owner }) => kind === 'personal' && owner === undefined)} />
        )}
      </WhenLoaded>
    </Section>
  );
}

function Standing({ own }: { own: MailboxView | undefined }) {
  const styles = useStyles();
  const { texts, locale, webApp } = usePane();
  const words = texts.settings;
  const connected = own !== undefined && own.state !== 'disconnected';
  return (
    <div className={styles.one}>
      {own && <Text>{own.address}</Text>}
      {own && (
        <Badge appearance="tint" color={COLOURS[own.state]}>
          {words.states[own.state]}
        </Badge>
      )}
      {own?.state === 'not-allowed' && <Text size={200}>{words.notAllowed}</Text>}
      {own?.reason !== undefined && own.state !== 'watching' && (
        <Text size={200}>{texts.said(own.reason)}</Text>
      )}
      {own?.lastProofAt !== undefined && (
        <Text size={200} className={styles.quiet}>
          {words.lastProof(timeWords(own.lastProofAt, new Date(), locale))}
        </Text>
      )}
      {!connected && <Text size={200}>{words.notConnected}</Text>}
      <Link
        href={connected ? `${webApp}/settings/mailboxes/${own.id}` : `${webApp}/settings/mailboxes/connect`}
        target="_blank"
        rel="noopener"
      >
        {connected ? words.mailboxDetails : words.connect}
      </Link>
    </div>
  );
}
