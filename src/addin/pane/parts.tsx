import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ApiFailure } from './api';
import { usePane } from './context';
import type { Loaded } from './use-loaded';

const useStyles = makeStyles({
  empty: { margin: 0, color: tokens.colorNeutralForeground2, paddingBlock: tokens.spacingVerticalS },
  title: { margin: 0 },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  loading: { paddingBlock: tokens.spacingVerticalL },
});

export function Empty({ children }: { children: ReactNode }) {
  return (
    <Text as="p" block className={useStyles().empty}>
      {children}
    </Text>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <section className={styles.section}>
      <Text as="h2" size={300} weight="semibold" className={styles.title}>
        {title}
      </Text>
      {children}
    </section>
  );
}

/** Everything that shows this ends by a time limit, in a value or a failure. */
export function Loading({ label }: { label: string }) {
  return <Spinner className={useStyles().loading} size="tiny" label={label} />;
}

/** What was loaded, once it is there; until then that it is coming, or why it does not. */
export function WhenLoaded<T>({
  loaded,
  again,
  children,
}: {
  loaded: Loaded<T>;
  again: () => void;
  children: (value: T) => ReactNode;
}) {
  const { texts } = usePane();
  if (loaded.state === 'loading') return <Loading label={texts.loading} />;
  if (loaded.state === 'failed') return <Failed failure={loaded.failure} again={again} />;
  return children(loaded.value);
}

/** What nothing helps against but loading the pane anew. */
export function LoadAgain({ words, button }: { words: string; button: string }) {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{words}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => location.reload()}>
          {button}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

export function Failed({ failure, again }: { failure: ApiFailure; again?: () => void }) {
  const { texts, lostSince } = usePane();
  // The bar above says it already, for everything.
  if (failure.how === 'offline' && lostSince !== null) return <Empty>{texts.offline.notLoaded}</Empty>;
  const words = failure.forbidden ? texts.failure.forbidden : texts.failure[failure.how];
  return (
    <MessageBar intent={failure.how === 'offline' ? 'warning' : 'error'} layout="multiline">
      <MessageBarBody>
        {failure.message === '' ? words : `${words} ${texts.said(failure.message)}`}
      </MessageBarBody>
      {again && !failure.forbidden && (
        <MessageBarActions>
          <Button size="small" onClick={again}>
            {texts.tryAgain}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
