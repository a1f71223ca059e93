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

const useStyles = makeStyles({
  empty: { color: tokens.colorNeutralForeground2, paddingBlock: tokens.spacingVerticalM },
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
  return (
    <section className={useStyles().section}>
      <Text as="h2" size={300} weight="semibold">
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

export function Failed({ failure, again }: { failure: ApiFailure; again?: () => void }) {
  const { texts } = usePane();
  const words = texts.failure[failure.how];
  return (
    <MessageBar intent={failure.how === 'offline' ? 'warning' : 'error'} layout="multiline">
      <MessageBarBody>{failure.message === '' ? words : `${words} ${failure.message}`}</MessageBarBody>
      {again && (
        <MessageBarActions>
          <Button size="small" onClick={again}>
            {texts.tryAgain}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
