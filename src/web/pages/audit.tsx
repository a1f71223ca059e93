import { Title2 } from '@fluentui/react-components';
import { can } from '../../core/access';
import { AdminsOnly } from '../parts/admins-only';
import { AuditLog } from '../parts/audit-log';
import { useMe } from '../parts/me';
import { usePageStyles } from '../parts/page-styles';
import { useTitle } from '../parts/states';
import { texts } from '../texts';

/** P8: who read, changed, exported and configured what. */
export function AuditPage() {
  const styles = usePageStyles();
  const { role } = useMe().user;
  useTitle(texts.settings.auditLog);
  if (!can(role, 'read', 'audit-log')) return <AdminsOnly title={texts.settings.auditLog} />;
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.settings.auditLog}</Title2>
      <AuditLog />
    </div>
  );
}
