import {
  Button,
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
import { useState } from 'react';
import type { AuditPage } from '../../core/api/audit';
import { api, auditCsvUrl, type AuditFilter } from '../api';
import { fullTime, shortTime } from '../format';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  body: { display: 'grid', rowGap: tokens.spacingVerticalM },
  more: { justifySelf: 'start' },
  detail: { overflowWrap: 'anywhere', color: tokens.colorNeutralForeground3 },
});

/** Actions by the beginning of their name. */
const GROUPS: readonly [value: string, words: string][] = [
  ['', 'Everything'],
  ['message.read', 'Mail of others that was read'],
  ['contact.', 'Contacts'],
  ['contact.export', 'Contacts taken out'],
  ['contact.erase', 'Erasures'],
  ['objection.', 'Objections'],
  ['settings.', 'Settings'],
  ['mailbox.', 'Mailboxes'],
  ['user.', 'Users'],
  ['team.', 'Teams'],
  ['hit', 'Verdicts'],
  ['retention.', 'Retention'],
  ['account.', 'The account'],
];

type Line = AuditPage['lines'][number];
const words = ({ action }: Line): string => action.replace('.', ': ').replaceAll('-', ' ');
const detail = ({ detail: told }: Line): string =>
  Object.entries(told)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** P8: who read, changed, exported and configured what. */
export function AuditLog() {
  const styles = useStyles();
  const [filter, setFilter] = useState<AuditFilter>({});
  const [page, reload, change] = useResource(`audit/${JSON.stringify(filter)}`, () => api.auditLog(filter));
  const { busy, error, does } = useDoing();
  const day = (value: string, plus: number): string | undefined =>
    value === '' ? undefined : new Date(new Date(`${value}T00:00:00`).getTime() + plus).toISOString();
  const set = (next: AuditFilter): void => {
    const given = Object.entries({ ...filter, ...next }).filter(
      ([, value]) => value !== undefined && value !== '',
    );
    setFilter(Object.fromEntries(given));
  };
  const more = (before: number): void =>
    void does(async () => {
      const next = await api.auditLog(filter, before);
      change((now) => ({ ...next, lines: [...now.lines, ...next.lines] }));
    });
  return (
    <LoadedSection
      title="Audit log"
      about="Nobody can change or delete a line of it; old ones go only as set above."
      resource={page}
      reload={reload}
      error={error}
    >
      {({ lines, next }) => (
        <div className={styles.body}>
          <div className={styles.bar}>
            <Field label="What">
              <Select value={filter.action ?? ''} onChange={(_event, { value }) => set({ action: value })}>
                {GROUPS.map(([value, group]) => (
                  <option key={value} value={value}>
                    {group}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label="From">
              <Input type="date" onChange={(_event, { value }) => set({ from: day(value, 0) })} />
            </Field>
            <Field label="To">
              <Input type="date" onChange={(_event, { value }) => set({ to: day(value, 86_400_000) })} />
            </Field>
            <Link href={auditCsvUrl(filter)} download>
              Download as CSV
            </Link>
          </div>
          {lines.length === 0 ? (
            <Text>Nothing of this kind is on record.</Text>
          ) : (
            <Table aria-label="Audit log" size="small">
              <TableHeader>
                <TableRow>
                  <TableHeaderCell>When</TableHeaderCell>
                  <TableHeaderCell>Who</TableHeaderCell>
                  <TableHeaderCell>What</TableHeaderCell>
                  <TableHeaderCell>Details</TableHeaderCell>
                </TableRow>
              </TableHeader>
              <TableBody>
                {lines.map((line) => (
                  <TableRow key={line.seq}>
                    <TableCell title={fullTime(line.at)}>{shortTime(line.at)}</TableCell>
                    <TableCell>{line.by?.name ?? 'Mailtrail'}</TableCell>
                    <TableCell title={`${line.object.kind} ${line.object.id}`}>{words(line)}</TableCell>
                    <TableCell>
                      <Caption1 className={styles.detail}>{detail(line)}</Caption1>
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          )}
          {next !== undefined && (
            <Button className={styles.more} disabledFocusable={busy} onClick={() => more(next)}>
              {busy ? 'Loading …' : 'Show earlier'}
            </Button>
          )}
        </div>
      )}
    </LoadedSection>
  );
}
