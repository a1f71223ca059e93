import {
  Button,
  FluentProvider,
  makeStyles,
  Spinner,
  teamsHighContrastTheme,
  tokens,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { api } from './api';
import { ConnectMailboxPage } from './pages/connect-mailbox';
import { ConnectTeamMailboxPage } from './pages/connect-team-mailbox';
import { ContactPage } from './pages/contact';
import { ContactsPage } from './pages/contacts';
import { HomePage } from './pages/home';
import { MailboxPage } from './pages/mailbox';
import { MailboxesPage } from './pages/mailboxes';
import { MessagePage } from './pages/message';
import { NeverLogPage } from './pages/never-log';
import { NotFoundPage } from './pages/not-found';
import { PrivacyPage } from './pages/privacy';
import { SignInPage } from './pages/sign-in';
import { TestTrackingPage } from './pages/test-tracking';
import { UsersPage } from './pages/users';
import { WithoutContactPage } from './pages/without-contact';
import { FeedProvider } from './parts/feed';
import { MeContext } from './parts/me';
import { Failure } from './parts/states';
import { Shell } from './parts/shell';
import { useResource } from './use-resource';

const useStyles = makeStyles({
  whole: { minHeight: '100vh', backgroundColor: tokens.colorNeutralBackground2 },
  waiting: { display: 'grid', placeItems: 'center', minHeight: '100vh' },
});

/** Follows the system's light, dark and high-contrast settings. */
function useTheme() {
  const pick = () => {
    if (matchMedia('(forced-colors: active)').matches) return teamsHighContrastTheme;
    return matchMedia('(prefers-color-scheme: dark)').matches ? webDarkTheme : webLightTheme;
  };
  const [theme, setTheme] = useState(pick);
  useEffect(() => {
    const queries = ['(forced-colors: active)', '(prefers-color-scheme: dark)'].map((q) => matchMedia(q));
    const change = () => setTheme(pick());
    for (const query of queries) query.addEventListener('change', change);
    return () => {
      for (const query of queries) query.removeEventListener('change', change);
    };
  }, []);
  return theme;
}

export function App() {
  const styles = useStyles();
  return (
    // No class on the provider itself: Fluent copies it to every portal, and one as tall as the window covers the page.
    <FluentProvider theme={useTheme()}>
      <div className={styles.whole}>
        <BrowserRouter>
          <Gate />
        </BrowserRouter>
      </div>
    </FluentProvider>
  );
}

/** Nobody gets past here without being signed in. */
function Gate() {
  const styles = useStyles();
  const [me, reload] = useResource('me', api.me);
  if (me.state === 'loading') {
    return (
      <div className={styles.waiting}>
        <Spinner label="Opening Mailtrail" />
      </div>
    );
  }
  if (me.state === 'failed') {
    if (me.error.status === 401) return <SignInPage />;
    return (
      <div className={styles.waiting}>
        <Failure error={me.error} action={<Button onClick={reload}>Try again</Button>} />
      </div>
    );
  }
  return (
    <MeContext value={me.value}>
      <FeedProvider>
        <Shell>
          <Routes>
            <Route path="/" element={<HomePage />} />
            <Route path="/contacts" element={<ContactsPage />} />
            <Route path="/contacts/:id" element={<ContactPage />} />
            <Route path="/messages/:id" element={<MessagePage />} />
            <Route path="/settings" element={<MailboxesPage />} />
            <Route path="/settings/mailboxes/connect" element={<ConnectMailboxPage />} />
            <Route path="/settings/mailboxes/connect-team" element={<ConnectTeamMailboxPage />} />
            <Route path="/settings/mailboxes/:id" element={<MailboxPage />} />
            <Route path="/messages/without-contact" element={<WithoutContactPage />} />
            <Route path="/settings/never-log" element={<NeverLogPage />} />
            <Route path="/settings/users" element={<UsersPage />} />
            <Route path="/settings/privacy" element={<PrivacyPage />} />
            <Route path="/test-tracking" element={<TestTrackingPage />} />
            <Route path="*" element={<NotFoundPage />} />
          </Routes>
        </Shell>
      </FeedProvider>
    </MeContext>
  );
}
