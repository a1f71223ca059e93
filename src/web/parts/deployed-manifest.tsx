import {
  Card,
  Field,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Select,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  Title3,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { Deployment } from '../../core/api/deployment';
import { shortTime } from '../format';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { usePageStyles } from './page-styles';
import { Failure } from './states';

const useStyles = makeStyles({
  section: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  cell: { overflowWrap: 'anywhere' },
});

interface DeployedManifestProps {
  deployment: Deployment;
  change: (by: (value: Deployment) => Deployment) => void;
}

/** What an administrator said is in Microsoft 365, in what it differs from the present one, and what that asks for. */
export function DeployedManifest({ deployment, change }: DeployedManifestProps) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.deployment;
  const { error, does } = useDoing();
  const { deployed, versions, changes, heard } = deployment;
  const say = (version: string) =>
    does(async () => {
      const saved = await settingsApi.sayDeployed(version === '' ? null : version);
      change(() => saved);
    });
  return (
    <section className={styles.section} aria-label={words.deployed}>
      <Title3 as="h2">{words.deployed}</Title3>
      <Card className={page.card}>
        {error && <Failure error={error} />}
        <Field
          label={words.whichDeployed}
          hint={deployed ? words.saidAt(shortTime(deployed.at)) : words.deployedAbout}
        >
          <Select value={deployed?.version ?? ''} onChange={(_event, { value }) => void say(value)}>
            <option value="">{words.none}</option>
            {versions.map(({ version, madeAt }) => (
              <option key={version} value={version}>
                {`${version} · ${shortTime(madeAt)}`}
              </option>
            ))}
          </Select>
        </Field>
        {deployed && changes.length === 0 && <Text>{words.same}</Text>}
        {deployment.consentNeeded && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{words.consentTitle}</MessageBarTitle>
              {words.consent}
            </MessageBarBody>
          </MessageBar>
        )}
        {changes.length > 0 && (
          <>
            <Text weight="semibold">{words.changed(changes.length)}</Text>
            <Table aria-label={words.changed(changes.length)} size="small">
              <TableHeader>
                <TableRow>
                  <TableHeaderCell>{words.what}</TableHeaderCell>
                  <TableHeaderCell>{words.before}</TableHeaderCell>
                  <TableHeaderCell>{words.after}</TableHeaderCell>
                </TableRow>
              </TableHeader>
              <TableBody>
                {changes.map(({ about, from, to }, i) => (
                  <TableRow key={i}>
                    <TableCell>{words.abouts[about]}</TableCell>
                    <TableCell className={styles.cell}>{from ?? words.absent}</TableCell>
                    <TableCell className={styles.cell}>{to ?? words.absent}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </>
        )}
        <Text className={page.quiet}>
          {heard.lastAt === undefined ? words.notHeard : words.heard(heard.people, shortTime(heard.lastAt))}
        </Text>
      </Card>
    </section>
  );
}
