import {
  Button,
  Card,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Select,
  Spinner,
  Subtitle2,
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
import {
  ImportColumn,
  type ContactField,
  type ImportDraft,
  type ImportPlan,
  type ImportPreview,
} from '../../../core/api/contacts';
import { Basis } from '../../../core/api/shared';
import { basisText } from '../../basis-words';
import { contactsApi } from '../../contacts-api';
import { number } from '../../format';
import { segmentsApi } from '../../segments-api';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useResource } from '../../use-resource';
import { useUsers } from '../contacts/use-users';
import { useMe } from '../me';
import { Failure } from '../states';

const KINDS = ['name', 'firstName', 'lastName', 'address', 'company', 'phone', 'owner'] as const;

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  wide: { overflowX: 'auto' },
  break: { overflowWrap: 'anywhere' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

interface ImportPlanFormProps {
  draft: ImportDraft;
  onBegun: (run: string) => void;
}

/** What the columns of a file hold, and what becomes of its people; with a preview before anything is written. */
export function ImportPlanForm({ draft, onBegun }: ImportPlanFormProps) {
  const styles = useStyles();
  const words = texts.importContacts;
  const me = useMe().user;
  const users = useUsers();
  const [fields] = useResource('contact-fields', contactsApi.fields);
  const own = fields.state === 'ready' ? fields.value.fields : [];
  const [columns, setColumns] = useState<ImportColumn[]>(draft.guess);
  const [existing, setExisting] = useState<ImportPlan['existing']>('update');
  const [owner, setOwner] = useState(String(me.id));
  const [list, setList] = useState('');
  const [segments] = useResource('segments', segmentsApi.all);
  const lists =
    segments.state === 'ready' && segments.value.canChange
      ? segments.value.segments.filter(({ kind }) => kind === 'list')
      : [];
  const [basis, setBasis] = useState('');
  const [source, setSource] = useState('');
  const [preview, setPreview] = useState<ImportPreview>();
  const { busy, error, does } = useDoing();

  const picked = Basis.safeParse(basis);
  const plan: ImportPlan = {
    columns,
    existing,
    owner: owner === '' ? null : Number(owner),
    ...(list !== '' && { list }),
    ...(picked.success && { basis: { basis: picked.data, source: source.trim() } }),
  };
  const ready = columns.includes('address') && (!picked.success || source.trim() !== '');
  const changed = (): void => setPreview(undefined);
  const look = (): void => void does(async () => setPreview(await contactsApi.preview(draft.id, plan)));
  const begin = (): void =>
    void does(async () => onBegun((await contactsApi.beginImport(draft.id, plan)).id));

  return (
    <>
      <Card className={styles.card}>
        <Subtitle2 as="h2">{words.columns}</Subtitle2>
        <ColumnTable
          draft={draft}
          columns={columns}
          fields={own}
          onChange={(now) => {
            setColumns(now);
            changed();
          }}
        />
        {!columns.includes('address') && <Text role="alert">{words.needsAddress}</Text>}
        <Field label={words.existing}>
          <RadioGroup
            value={existing}
            onChange={(_event, { value }) => {
              setExisting(value === 'leave' ? 'leave' : 'update');
              changed();
            }}
          >
            <Radio value="update" label={words.update} />
            <Radio value="leave" label={words.leave} />
          </RadioGroup>
        </Field>
        <Field label={words.owner}>
          <Select value={owner} onChange={(_event, { value }) => setOwner(value)}>
            <option value="">{words.nobody}</option>
            {users.map(({ id, name }) => (
              <option key={id} value={String(id)}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        {lists.length > 0 && (
          <Field label={words.list}>
            <Select value={list} onChange={(_event, { value }) => setList(value)}>
              <option value="">{words.noList}</option>
              {lists.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <Field label={words.basis} hint={words.basisHelp}>
          <Select value={basis} onChange={(_event, { value }) => setBasis(value)}>
            <option value="">{words.noBasis}</option>
            {Basis.options
              .filter((one) => one !== 'none' && one !== 'consent-withdrawn')
              .map((one) => (
                <option key={one} value={one}>
                  {basisText(one)}
                </option>
              ))}
          </Select>
        </Field>
        {picked.success && (
          <Field label={words.source} hint={words.sourceHint} required>
            <Input maxLength={500} value={source} onChange={(_event, { value }) => setSource(value)} />
          </Field>
        )}
        {error && <Failure error={error} />}
        <div className={styles.row}>
          <Button
            appearance={preview ? 'secondary' : 'primary'}
            disabledFocusable={busy || !ready}
            onClick={look}
          >
            {words.preview}
          </Button>
          {busy && !preview && <Spinner size="tiny" label={words.previewing} />}
        </div>
      </Card>
      {preview && (
        <Card className={styles.card}>
          <Subtitle2 as="h2">{words.preview}</Subtitle2>
          <div role="status">
            <Text>{words.wouldBe(number(preview.lookedAt))}</Text>
            <ul className={styles.list}>
              <li>{words.made(preview.made)}</li>
              {preview.kept > 0 && <li>{words.kept(preview.kept)}</li>}
              {preview.changed > 0 && <li>{words.changed(preview.changed)}</li>}
              {preview.left > 0 && <li>{words.left(preview.left)}</li>}
              {preview.bad > 0 && <li>{words.bad(preview.bad)}</li>}
            </ul>
          </div>
          {preview.troubles.length > 0 && <Troubles preview={preview} />}
          <div>
            <Button appearance="primary" disabledFocusable={busy || !ready} onClick={begin}>
              {words.begin(number(draft.rows))}
            </Button>
          </div>
        </Card>
      )}
    </>
  );
}

interface ColumnTableProps {
  draft: ImportDraft;
  columns: readonly ImportColumn[];
  fields: readonly ContactField[];
  onChange: (columns: ImportColumn[]) => void;
}

function ColumnTable({ draft, columns, fields, onChange }: ColumnTableProps) {
  const styles = useStyles();
  const words = texts.importContacts;
  return (
    <div className={styles.wide} tabIndex={0} role="group" aria-label={words.columns}>
      <Table aria-label={words.columns} size="small">
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.columnInFile}</TableHeaderCell>
            <TableHeaderCell>{words.examples}</TableHeaderCell>
            <TableHeaderCell>{words.holds}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {draft.headings.map((heading, i) => (
            <TableRow key={`${i} ${heading}`}>
              <TableCell className={styles.break}>{heading || words.unnamed(i + 1)}</TableCell>
              <TableCell className={styles.break}>
                {draft.samples
                  .map((row) => row[i] ?? '')
                  .filter((cell) => cell !== '')
                  .slice(0, 2)
                  .join(' · ')}
              </TableCell>
              <TableCell>
                <Select
                  aria-label={words.holdsOf(heading || words.unnamed(i + 1))}
                  value={columns[i] ?? ''}
                  onChange={(_event, { value }) => {
                    const read = ImportColumn.safeParse(value === '' ? null : value);
                    if (!read.success) return;
                    onChange(draft.headings.map((_, at) => (at === i ? read.data : (columns[at] ?? null))));
                  }}
                >
                  <option value="">{words.leftOut}</option>
                  {KINDS.map((kind) => (
                    <option key={kind} value={kind}>
                      {words.kinds[kind]}
                    </option>
                  ))}
                  {fields.map(({ key, name }) => (
                    <option key={key} value={`custom:${key}`}>
                      {name}
                    </option>
                  ))}
                </Select>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function Troubles({ preview }: { preview: ImportPreview }) {
  const styles = useStyles();
  const words = texts.importContacts;
  return (
    <div className={styles.wide} tabIndex={0} role="group" aria-label={words.badRows}>
      <Table aria-label={words.badRows} size="small">
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.row}</TableHeaderCell>
            <TableHeaderCell>{words.why}</TableHeaderCell>
            <TableHeaderCell>{words.asItIs}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {preview.troubles.map(({ row, reason, cells }) => (
            <TableRow key={row}>
              <TableCell>{number(row)}</TableCell>
              <TableCell>{words.trouble[reason]}</TableCell>
              <TableCell className={styles.break}>{cells.join(' · ')}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
