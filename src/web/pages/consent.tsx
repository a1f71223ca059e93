import {
  Body1,
  Button,
  Card,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Subtitle1,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { PermissionsTable } from '../parts/permissions-table';
import { usePageStyles } from '../parts/page-styles';
import { useTitle } from '../parts/states';
import { texts } from '../texts';

const useStyles = makeStyles({
  alone: { padding: tokens.spacingHorizontalXXL, display: 'grid', justifyItems: 'center' },
  wide: { maxWidth: '1000px', width: '100%' },
});

/** What Microsoft is asked for and why (A10), for whoever decides; read with and without being signed in. */
export function ConsentPage({ signedIn = true }: { signedIn?: boolean }) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.consent;
  useTitle(words.title);
  const outcome = new URLSearchParams(location.search).get('outcome');
  const content = (
    <div className={page.page}>
      <Title2 as="h1">{words.title}</Title2>
      <Body1>{words.about}</Body1>
      {outcome === 'granted' && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>{words.granted}</MessageBarBody>
        </MessageBar>
      )}
      {outcome === 'refused' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.refused}</MessageBarBody>
        </MessageBar>
      )}
      <Card className={page.card}>
        <Subtitle1 as="h2">{words.forYou}</Subtitle1>
        <Body1>{words.forYouAbout}</Body1>
        {!signedIn && (
          <div>
            <Button as="a" href="/auth/login">
              {words.signIn}
            </Button>
          </div>
        )}
      </Card>
      <Card className={page.card}>
        <Subtitle1 as="h2">{words.forAdmin}</Subtitle1>
        <Body1>{words.forAdminAbout}</Body1>
        <div>
          <Button as="a" href="/auth/admin-consent">
            {words.adminConsent}
          </Button>
        </div>
      </Card>
      <PermissionsTable />
    </div>
  );
  return signedIn ? (
    content
  ) : (
    <main className={styles.alone}>{<div className={styles.wide}>{content}</div>}</main>
  );
}
