import { makeStyles, Text, Title2, tokens } from '@fluentui/react-components';
import { can } from '../../core/access';
import { AccountClosing } from '../parts/account-closing';
import { AuditLog } from '../parts/audit-log';
import { ErasureList } from '../parts/erasure-list';
import { useMe } from '../parts/me';
import { RetentionSettings } from '../parts/retention-settings';
import { useTitle } from '../parts/states';

const useStyles = makeStyles({
  page: { display: 'grid', rowGap: tokens.spacingVerticalXXL, maxWidth: '1000px' },
});

/** P8: how long what is kept, who did what, whom was erased, and the end of the account. */
export function PrivacyPage() {
  const styles = useStyles();
  useTitle('Privacy');
  const { role } = useMe().user;
  return (
    <div className={styles.page}>
      <Title2 as="h1">Privacy</Title2>
      {can(role, 'read', 'audit-log') ? (
        <>
          <RetentionSettings />
          <ErasureList />
          <AuditLog />
          <AccountClosing />
        </>
      ) : (
        <Text>Your administrators decide how long what is kept, and see who did what.</Text>
      )}
    </div>
  );
}
