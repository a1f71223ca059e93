import { Button, Card, Field, Input, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Deployment } from '../../core/api/deployment';
import { shortTime } from '../format';
import { MANIFEST_URL, settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { usePageStyles } from './page-styles';
import { Failure } from './states';

const ADMIN_CENTRE = 'https://admin.microsoft.com/Adminportal/Home#/Settings/IntegratedApps';

const useStyles = makeStyles({
  steps: {
    margin: 0,
    paddingInlineStart: tokens.spacingHorizontalXL,
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
  },
  name: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalS },
});

interface ManifestCardProps {
  deployment: Deployment;
  change: (by: (value: Deployment) => Deployment) => void;
  /** It was downloaded, which the server remembers. */
  fetched: () => void;
}

/** The manifest as it stands: its name, its version, the file, and where that goes. */
export function ManifestCard({ deployment, change, fetched }: ManifestCardProps) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.deployment;
  const [name, setName] = useState(deployment.name);
  const { busy, error, does } = useDoing();
  const save = () =>
    does(async () => {
      const saved = await settingsApi.nameAddin(name);
      change(() => saved);
    });
  return (
    <Card className={page.card}>
      <Text>
        {words.manifestAbout} <Text weight="semibold">{deployment.address}</Text>
      </Text>
      {error && <Failure error={error} />}
      <form
        className={styles.name}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={words.name}>
          <Input value={name} maxLength={100} onChange={(_event, { value }) => setName(value)} />
        </Field>
        <Button
          type="submit"
          disabledFocusable={busy || name.trim() === '' || name.trim() === deployment.name}
        >
          {texts.common.save}
        </Button>
      </form>
      <Text>{words.version(deployment.version, shortTime(deployment.madeAt))}</Text>
      <div className={page.row}>
        <Button
          as="a"
          appearance="primary"
          href={MANIFEST_URL}
          download
          onClick={() => setTimeout(fetched, 1_000)}
        >
          {words.download}
        </Button>
        <Link href={ADMIN_CENTRE} target="_blank" rel="noreferrer">
          {words.openAdminCentre}
        </Link>
      </div>
      <ol className={styles.steps}>
        {words.steps.map((step) => (
          <li key={step}>
            <Text>{step}</Text>
          </li>
        ))}
      </ol>
    </Card>
  );
}
