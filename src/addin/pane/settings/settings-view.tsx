import { Button, Link, makeStyles, Switch, Text, tokens } from '@fluentui/react-components';
import type { Me } from '../../../core/api';
import { version } from '../../../../package.json';
import { usePane } from '../context';
import { Section, WhenLoaded } from '../parts';
import { useLoaded } from '../use-loaded';
import { NotificationSwitches } from './notification-switches';
import { OwnMailbox } from './own-mailbox';
import { NotSaved, useSaved } from './use-saved';

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL },
  quiet: { color: tokens.colorNeutralForeground2 },
  links: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    alignItems: 'flex-start',
  },
  person: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
});

export interface SettingsProps {
  /** The pane's language is the user's own choice, not Outlook's. */
  chosen: boolean;
  /** The words are in this language (BCP 47). */
  language: string;
  /** The user's defaults were changed: what Outlook's events hold of them is old. */
  changed: () => void;
  signOut: () => void;
  leaving: boolean;
}

/** Settings inside Outlook (A3): those that one reaches for while writing mail; the others are a link away. */
export function SettingsView(props: SettingsProps) {
  const styles = useStyles();
  const { texts, api, webApp } = usePane();
  const { loaded, again } = useLoaded<Me>(api.me);
  const words = texts.settings;
  return (
    <div className={styles.view}>
      <WhenLoaded loaded={loaded} again={again}>
        {({ user, account }) => (
          <>
            <Section title={words.person}>
              <div className={styles.person}>
                <Text weight="semibold">{user.name}</Text>
                <Text size={200}>{user.email}</Text>
                <Text size={200} className={styles.quiet}>
                  {account.name} · {words.seats[user.seat]}
                </Text>
              </div>
            </Section>
            <Defaults preferences={user.preferences} changed={props.changed} />
          </>
        )}
      </WhenLoaded>
      <NotificationSwitches />
      <OwnMailbox />
      <Section title={words.language}>
        <Text>{(props.chosen ? words.chosen : words.asOutlook)(nameOfLanguage(props.language))}</Text>
      </Section>
      <Section title={words.about}>
        <div className={styles.links}>
          <Text size={200} className={styles.quiet}>
            {words.version(version)}
          </Text>
          <Link href={webApp} target="_blank" rel="noopener">
            {words.openWebApp}
          </Link>
          <Link href={`${webApp}/test-tracking`} target="_blank" rel="noopener">
            {words.help}
          </Link>
        </div>
      </Section>
      <div className={styles.links}>
        <Button disabledFocusable={props.leaving} onClick={props.signOut}>
          {props.leaving ? words.signingOut : words.signOut}
        </Button>
        <Text size={200} className={styles.quiet}>
          {words.signOutHint}
        </Text>
      </div>
    </div>
  );
}

/** "polski": a language's own name for itself. */
function nameOfLanguage(tag: string): string {
  const [language = tag] = tag.split('-');
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

type Preferences = Pick<Me['user']['preferences'], 'track' | 'log'>;

function Defaults({ preferences, changed }: { preferences: Preferences; changed: () => void }) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const { value, set, failed } = useSaved<Preferences>(
    preferences,
    (_next, change) => api.setPreferences(change),
    changed,
  );
  const words = texts.settings;
  return (
    <Section title={words.newMail}>
      <Switch
        label={<Labelled label={words.track} hint={words.trackHint} />}
        checked={value.track}
        onChange={(_event, { checked }) => void set({ track: checked })}
      />
      <Switch
        label={<Labelled label={words.log} hint={words.logHint} />}
        checked={value.log}
        onChange={(_event, { checked }) => void set({ log: checked })}
      />
      <Text size={200} className={styles.quiet}>
        {words.eachMail}
      </Text>
      {failed && <NotSaved />}
    </Section>
  );
}

function Labelled({ label, hint }: { label: string; hint: string }) {
  return (
    <>
      {label}
      <Text block size={200} className={useStyles().quiet}>
        {hint}
      </Text>
    </>
  );
}
