import {
  Caption1,
  Field,
  Input,
  Link,
  makeStyles,
  Select,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { api, auditCsvUrl, type AuditFilter } from '../api';
import { auditAction, auditDetail } from '../audit-words';
import { midnight } from '../day';
import { fullTime, shortTime } from '../format';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { usePages } from '../use-pages';
import { LoadedSection } from './loaded-section';
import { MoreButton } from './more-button';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  body: { display: 'grid', rowGap: tokens.spacingVerticalM },
  quiet: { color: tokens.colorNeutralForeground3 },
  detail: { overflowWrap: 'anywhere', color: tokens.colorNeutralForeground3 },
});

/** Actions by the beginning of their name. */
const GROUPS = [
  '',
  'message.read',
  'contact.',
  'contact.export',
  'contact.erase',
  'objection.',
  'settings.',
  'mailbox.',
  'user.',
  'team.',
  'hit',
  'retention.',
  'account.',
] as const;

/** P8: who read, changed, exported and configured what; which of it is shown stands in the address. */
export function AuditLog() {
  const styles = useStyles();
  const [address, , put] = useAddress();
  const action = GROUPS.find((group) => group === address.get('what')) ?? '';
  const filter: AuditFilter = {
    action,
    from: midnight(address.get('from'), 0),
    to: midnight(address.get('to'), 1),
  };
  const pages = usePages(`audit/${JSON.stringify(filter)}`, async (before?: number) => {
    const { lines, next } = await api.auditLog(filter, before);
    return { items: lines, next };
  });
  return (
    <>
      <Text className={styles.quiet}>{texts.privacy.auditAbout}</Text>
      <div className={styles.bar} role="search" aria-label={texts.privacy.audit}>
        <Field label={texts.privacy.what}>
          <Select value={action} onChange={(_event, { value }) => put('what', value)}>
            {GROUPS.map((value) => (
              <option key={value} value={value}>
                {texts.privacy.auditGroups[value === '' ? 'all' : value]}
              </option>
            ))}
          </Select>
        </Field>
        <DateField name="from" label={texts.common.from} />
        <DateField name="to" label={texts.common.to} />
        <Link href={auditCsvUrl(filter)} download>
          {texts.privacy.downloadCsv}
        </Link>
      </div>
      <LoadedSection title={texts.privacy.audit} hideTitle resource={pages.list} reload={pages.reload}>
        {({ items: lines }) => (
          <div className={styles.body}>
            {lines.length === 0 ? (
              <Text>{texts.privacy.nothingOnRecord}</Text>
            ) : (
              <Table aria-label={texts.privacy.audit} size="small">
                <TableHeader>
                  <TableRow>
                    <TableHeaderCell>{texts.privacy.when}</TableHeaderCell>
                    <TableHeaderCell>{texts.privacy.who}</TableHeaderCell>
                    <TableHeaderCell>{texts.privacy.what}</TableHeaderCell>
                    <TableHeaderCell>{texts.privacy.details}</TableHeaderCell>
                  </TableRow>
                </TableHeader>
                <TableBody>
                  {lines.map((line) => (
                    <TableRow key={line.seq}>
                      <TableCell title={fullTime(line.at)}>{shortTime(line.at)}</TableCell>
                      <TableCell>{line.by?.name ?? 'Mailtrail'}</TableCell>
                      <TableCell title={`${line.object.kind} ${line.object.id}`}>
                        {auditAction(line)}
                      </TableCell>
                      <TableCell>
                        <Caption1 className={styles.detail}>{auditDetail(line)}</Caption1>
                      </TableCell>
                    </TableRow>
                  ))}
                </TableBody>
              </Table>
            )}
            <MoreButton pages={pages} />
          </div>
        )}
      </LoadedSection>
    </>
  );
}

function DateField({ name, label }: { name: 'from' | 'to'; label: string }) {
  const [address, , put] = useAddress();
  return (
    <Field label={label}>
      <Input type="date" value={address.get(name) ?? ''} onChange={(_event, { value }) => put(name, value)} />
    </Field>
  );
}
