import {
  Body1,
  Button,
  Card,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useTitle } from '../parts/states';

const useStyles = makeStyles({
  page: { display: 'grid', placeItems: 'center', minHeight: '100vh', padding: tokens.spacingHorizontalL },
  card: { padding: tokens.spacingHorizontalXXXL, rowGap: tokens.spacingVerticalL, maxWidth: '420px' },
});

export function SignInPage() {
  const styles = useStyles();
  useTitle('Sign in');
  const failed = new URLSearchParams(location.search).get('signInFailed');
  const returnTo = encodeURIComponent(location.pathname === '/' ? '/' : location.pathname);
  return (
    <main className={styles.page}>
      <Card className={styles.card}>
        <img src="/assets/icon-64.png" width={56} height={56} alt="" />
        <Title2 as="h1">Mailtrail</Title2>
        <Body1>
          See who reads, clicks and answers the mail you send from Outlook, with every message on your
          contact’s record.
        </Body1>
        {failed !== null && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{failed}</MessageBarBody>
          </MessageBar>
        )}
        <Button as="a" appearance="primary" size="large" href={`/auth/login?returnTo=${returnTo}`}>
          Sign in with Microsoft
        </Button>
      </Card>
    </main>
  );
}
