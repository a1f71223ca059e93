import { Title2, Text } from '@fluentui/react-components';
import { can } from '../../core/access';
import { AdminsOnly } from '../parts/admins-only';
import { DeployedManifest } from '../parts/deployed-manifest';
import { LiveChecks } from '../parts/live-checks';
import { LoadedSection } from '../parts/loaded-section';
import { ManifestCard } from '../parts/manifest-card';
import { useMe } from '../parts/me';
import { RouterLink } from '../parts/event-line';
import { usePageStyles } from '../parts/page-styles';
import { useTitle } from '../parts/states';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useResource } from '../use-resource';

/** A7: the manifest, what of it is deployed, and whether the live address serves what Outlook needs. */
export function DeploymentPage() {
  useTitle(texts.deployment.title);
  return can(useMe().user.role, 'read', 'deployment') ? (
    <Deployment />
  ) : (
    <AdminsOnly title={texts.deployment.title} />
  );
}

function Deployment() {
  const styles = usePageStyles();
  const [deployment, reload, change] = useResource('deployment', settingsApi.deployment);
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.deployment.title}</Title2>
      <Text className={styles.quiet}>{texts.deployment.about}</Text>
      <LoadedSection title={texts.deployment.manifest} resource={deployment} reload={reload}>
        {(value) => <ManifestCard deployment={value} change={change} fetched={reload} />}
      </LoadedSection>
      {deployment.state === 'ready' && <DeployedManifest deployment={deployment.value} change={change} />}
      <LiveChecks />
      <RouterLink to="/consent">{texts.deployment.permissions}</RouterLink>
    </div>
  );
}
