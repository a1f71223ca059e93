import {
  Body1,
  Button,
  Card,
  Field,
  Input,
  Link,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { SignInFailure } from '../../core/api/sign-in';
import { useTitle } from '../parts/states';
import { signInAddress } from '../session';
import { texts } from '../texts';

const useStyles = makeStyles({
  page: { display: 'grid', placeItems: 'center', minHeight: '100vh', padding: tokens.spacingHorizontalL },
  card: { padding: tokens.spacingHorizontalXXXL, rowGap: tokens.spacingVerticalL, maxWidth: '460px' },
});

const GUID = /^[0-9a-f-]{36}$/i;

/** The way in; and where Microsoft let somebody in whom this server does not take, why, and what to do (S2). */
export function SignInPage() {
  const styles = useStyles();
  useTitle(texts.signIn.title);
  const query = new URLSearchParams(location.search);
  const failed = query.get('signInFailed');
  const why = location.pathname === '/auth/refused' ? query.get('why') : null;
  return (
    <main className={styles.page}>
      <Card className={styles.card}>
        <img src="/assets/icon-64.png" width={56} height={56} alt="" />
        <Title2 as="h1">Mailtrail</Title2>
        <Body1>{texts.signIn.what}</Body1>
        {failed !== null && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{texts.signIn.failures[SignInFailure.parse(failed)]}</MessageBarBody>
          </MessageBar>
        )}
        {why !== null && <Refused why={why} tenant={query.get('tenant')} person={query.get('person')} />}
        <Button as="a" appearance="primary" size="large" href={signInAddress()}>
          {texts.signIn.button}
        </Button>
        <Link href="/consent">{texts.consent.whatIsAsked}</Link>
      </Card>
    </main>
  );
}

interface RefusedProps {
  why: string;
  tenant: string | null;
  person: string | null;
}

function Refused({ why, tenant, person }: RefusedProps) {
  const words = texts.consent;
  const said =
    why === 'user-disabled'
      ? words.userDisabled
      : why === 'needs-consent'
        ? words.needsConsent
        : words.unknownTenant;
  // Only what Microsoft's ids look like is put into a command that somebody may copy.
  const [known, known2] = [tenant, person].map((id) => id !== null && GUID.test(id));
  const command =
    why === 'unknown-tenant' && known === true && known2 === true
      ? `npx mailtrail account create --tenant ${tenant ?? ''} --admin ${person ?? ''}`
      : undefined;
  return (
    <>
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{words.refusedTitle}</MessageBarTitle>
          {said}
        </MessageBarBody>
      </MessageBar>
      {command !== undefined && (
        <Field label={words.command}>
          <Input value={command} readOnly onFocus={(event) => event.target.select()} />
        </Field>
      )}
    </>
  );
}
