import { FluentProvider, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { LoadAgain } from '../parts';
import type { Texts } from '../texts';
import { useOfficeTheme } from '../theme';

const useStyles = makeStyles({ page: { padding: tokens.spacingHorizontalM } });

function Page({ children }: { children: ReactNode }) {
  return (
    <FluentProvider theme={useOfficeTheme()}>
      <main className={useStyles().page}>{children}</main>
    </FluentProvider>
  );
}

/** Until Outlook is ready; it has a limit. */
export function Starting({ texts }: { texts: Texts }) {
  return (
    <Page>
      <Spinner size="tiny" label={texts.starting} />
    </Page>
  );
}

export function OutlookSilent({ texts }: { texts: Texts }) {
  return (
    <Page>
      <LoadAgain words={texts.failure.outlook} button={texts.loadAgain} />
    </Page>
  );
}
