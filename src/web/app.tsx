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
import { lazy, Suspense, useEffect, useReducer, useState } from 'react';
import { BrowserRouter, Route, Routes, useLocation } from 'react-router';
import type { Me } from '../core/api/app';
import { loadPiece } from '../core/pieces';
import { api } from './api';
import { keptChoice, speakAsChosen, useLanguage } from './language';
import { SignInPage } from './pages/sign-in';
import { FeedProvider } from './parts/feed';
import { ChangeMeContext, MeContext } from './parts/me';
import { ScreenBoundary } from './parts/screen-boundary';
import { Failure } from './parts/states';
import { Shell } from './parts/shell';
import { renewFailedPieces, SCREENS } from './screens';
import { texts } from './texts';
import { useResource } from './use-resource';

const useStyles = makeStyles({
  whole: {
    minHeight: '100vh',
    backgroundColor: tokens.colorNeutralBackground2,
    // Fields are as wide as there is room, and never wider: Fluent gives its own a least width, the browser a select that
    // of its longest choice.
    '& .fui-Field': { gridTemplateColumns: 'minmax(0, 1fr)', minWidth: 0 },
    '& h1, & h2, & h3': { overflowWrap: 'anywhere', hyphens: 'auto' },
    '@media (max-width: 480px)': {
      '& .fui-Dropdown, & .fui-Input, & .fui-Select, & .fui-Select__select': {
        minWidth: 0,
        maxWidth: '100%',
      },
      '& h1': { fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600 },
    },
  },
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

/** Before the first screen is drawn; what was last known here was spoken already, so mostly nothing changes. */
async function inTheirLanguage(me: Me): Promise<Me> {
  const { language } = me.user.preferences;
  // Where its words cannot be loaded, the language of the page goes on.
  if (language !== keptChoice()) await speakAsChosen(language).catch(() => undefined);
  return me;
}

const ConsentPage = lazy(() =>
  loadPiece(() => import('./pages/consent'), window).then((m) => ({ default: m.ConsentPage })),
);

/** For an administrator who is nobody here yet. */
const ConsentAlone = () => (
  <Suspense fallback={<Spinner label={texts.shell.loadingScreen} />}>
    <ConsentPage signedIn={false} />
  </Suspense>
);

/** Nobody gets past here without being signed in. */
function Gate() {
  const styles = useStyles();
  useLanguage();
  const [me, reload, change] = useResource('me', () => api.me().then(inTheirLanguage));
  if (me.state === 'loading') {
    return (
      <div className={styles.waiting}>
        <Spinner label={texts.shell.opening} />
      </div>
    );
  }
  if (me.state === 'failed') {
    if (me.error.status === 401) {
      return location.pathname === '/consent' ? <ConsentAlone /> : <SignInPage />;
    }
    return (
      <div className={styles.waiting}>
        <Failure error={me.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      </div>
    );
  }
  return (
    <MeContext value={me.value}>
      <ChangeMeContext value={change}>
        <FeedProvider>
          <Shell>
            <Screens />
          </Shell>
        </FeedProvider>
      </ChangeMeContext>
    </MeContext>
  );
}

function Screens() {
  const { pathname } = useLocation();
  const [round, again] = useReducer((n: number) => n + 1, 0);
  // Whoever comes back tries again.
  useEffect(() => renewFailedPieces, [pathname]);
  const tryAgain = () => {
    renewFailedPieces();
    again();
  };
  return (
    <ScreenBoundary key={round} place={pathname} again={tryAgain}>
      <Suspense fallback={<Spinner label={texts.shell.loadingScreen} />}>
        <Routes>
          {SCREENS.map(({ path, page: Page }) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
        </Routes>
      </Suspense>
    </ScreenBoundary>
  );
}
