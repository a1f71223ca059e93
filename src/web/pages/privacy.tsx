import { makeStyles, Text, Title2, tokens } from '@fluentui/react-components';
import { can } from '../../core/access';
import { AccountClosing } from '../parts/account-closing';
import { RouterLink } from '../parts/event-line';
import { ErasureList } from '../parts/erasure-list';
import { useMe } from '../parts/me';
import { RetentionSettings } from '../parts/retention-settings';
import { useTitle } from '../parts/states';
import { texts } from '../texts';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalXXL,
    maxWidth: '1000px',
  },
});

/** P8: how long what is kept, who did what, whom was erased, and the end of the account. */
export function PrivacyPage() {
  const styles = useStyles();
  useTitle(texts.privacy.title);
  const { role } = useMe().user;
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.privacy.title}</Title2>
      {can(role, 'read', 'audit-log') ? (
        <>
          <RetentionSettings />
          <ErasureList />
          <Text>
            {texts.settings.auditElsewhere}{' '}
            <RouterLink to="/settings/audit">{texts.settings.auditLog}</RouterLink>
          </Text>
          <AccountClosing />
        </>
      ) : (
        <Text>{texts.privacy.notYours}</Text>
      )}
    </div>
  );
}
