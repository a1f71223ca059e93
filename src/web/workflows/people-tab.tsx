import {
  Badge,
  Button,
  Caption1,
  Dropdown,
  Field,
  makeStyles,
  Option,
  Skeleton,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { Fragment, useState } from 'react';
import { EnrolmentState, type EnrolmentView } from '../../core/api/workflows';
import { allSteps, type Definition } from '../../core/workflows';
import { shortTime } from '../format';
import { ContactPicker } from '../parts/contact-picker';
import { RouterLink } from '../parts/event-line';
import { MoreButton } from '../parts/more-button';
import { SearchField } from '../parts/search-field';
import { Empty, Failure } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useDoing } from '../use-doing';
import { usePages } from '../use-pages';
import { EnrolmentHistoryPart } from './enrolment-history';
import { stepSentence, type Names } from './words';
import { workflowsApi } from './workflows-api';

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  choice: { minWidth: 0, width: '170px' },
  search: { minWidth: 'min(260px, 100%)', flexGrow: 1, maxWidth: '420px' },
  push: { marginLeft: 'auto' },
  table: { '@media (max-width: 720px)': { display: 'block' } },
  head: { '@media (max-width: 720px)': { display: 'none' } },
  row: {
    '@media (max-width: 720px)': {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr)',
      paddingBottom: tokens.spacingVerticalS,
    },
  },
  cell: { overflowWrap: 'anywhere', '@media (max-width: 720px)': { height: 'auto' } },
  history: { height: 'auto', paddingTop: tokens.spacingVerticalS, paddingBottom: tokens.spacingVerticalS },
  small: { width: '110px', '@media (max-width: 720px)': { width: 'auto' } },
  wide: { width: '230px', '@media (max-width: 720px)': { width: 'auto' } },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
  words: { display: 'grid', minWidth: 0 },
});

const COLOURS = { in: 'brand', finished: 'success', left: 'informative', failed: 'warning' } as const;

/** Where somebody is, or how they ended, in words. */
export function whereWords(enrolment: EnrolmentView, step: string | undefined): string {
  const words = texts.workflows.people;
  const { state, why, error, dueAt, waiting } = enrolment;
  const said = (all: Readonly<Record<string, string>>, code: string): string => all[code] ?? code;
  if (state === 'left') return why === undefined ? '' : said(words.whys, why);
  if (state === 'finished') return '';
  const parts = [
    step ?? '',
    ...(waiting && dueAt !== undefined ? [words.waitsUntil(shortTime(dueAt))] : []),
    ...(error === undefined ? [] : [said(words.errors, error)]),
    ...(error !== undefined && state === 'in' ? [words.willRetry] : []),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

interface PeopleTabProps {
  id: string;
  isOn: boolean;
  canChange: boolean;
  definition: Definition;
  names: Names;
  changed: () => void;
}

/** Who is or was in a workflow, where, and since when. */
export function PeopleTab({ id, isOn, canChange, definition, names, changed }: PeopleTabProps) {
  const styles = useStyles();
  const words = texts.workflows.people;
  const [address, , place] = useAddress();
  const state = EnrolmentState.safeParse(address.get('people')).data;
  const search = address.get('q') ?? '';
  const wanted = { ...(state && { state }), ...(search !== '' && { search }) };
  const pages = usePages<EnrolmentView, string>(
    `workflow-people/${id}/${state ?? ''}/${search}`,
    async (cursor) => {
      const page = await workflowsApi.enrolments(id, { ...wanted, ...(cursor !== undefined && { cursor }) });
      return { items: page.enrolments, next: page.next };
    },
  );
  const [picking, setPicking] = useState(false);
  const [shown, setShown] = useState<string>();
  const [out, setOut] = useState<EnrolmentView>();
  const [put, setPut] = useState<string>();
  const { busy, error, does } = useDoing();
  const { list } = pages;
  const act = (enrolment: EnrolmentView, what: 'leave' | 'return' | 'retry'): void =>
    void does(async () => {
      await workflowsApi.enrolment(enrolment.id, what);
      setOut(what === 'leave' ? enrolment : undefined);
      setPut(undefined);
      pages.reload();
      changed();
    });
  const steps = allSteps(definition.steps);
  const stepWords = (enrolment: EnrolmentView): string | undefined => {
    if (enrolment.earlier) return words.earlier;
    const step = steps.find((one) => one.id === enrolment.step);
    return step && stepSentence(step, names, (one) => steps.find((other) => other.id === one));
  };
  const nameOf = (enrolment: EnrolmentView): string => enrolment.contact?.name ?? words.erased;
  return (
    <div className={styles.page}>
      <div className={styles.filters}>
        <Field label={words.state}>
          <Dropdown
            className={styles.choice}
            value={state ? words.states[state] : words.all}
            selectedOptions={[state ?? '']}
            onOptionSelect={(_event, { optionValue }) => place('people', optionValue ?? '')}
          >
            {['', ...EnrolmentState.options].map((key) => {
              const known = EnrolmentState.safeParse(key).data;
              return (
                <Option key={key} value={key}>
                  {known ? words.states[known] : words.all}
                </Option>
              );
            })}
          </Dropdown>
        </Field>
        <div className={styles.search}>
          <SearchField label={words.search} value={search} onChange={(q) => place('q', q)} />
        </div>
        {canChange && isOn && (
          <Button className={styles.push} onClick={() => setPicking(true)}>
            {words.put}
          </Button>
        )}
      </div>
      <ContactPicker
        title={words.put}
        open={picking}
        onClose={() => setPicking(false)}
        onPick={(contact) => {
          setPicking(false);
          void does(async () => {
            await workflowsApi.put(id, contact.id);
            setPut(contact.name);
            pages.reload();
            changed();
          });
        }}
      />
      {error && <Failure error={error} />}
      <Text role="status">{put === undefined ? '' : words.putIn(put)}</Text>
      {out && <UndoBar words={words.takenOut(nameOf(out))} busy={busy} undo={() => act(out, 'return')} />}
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.title)}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure
          error={list.error}
          action={<Button onClick={pages.reload}>{texts.common.tryAgain}</Button>}
        />
      )}
      {list.state === 'ready' && list.value.items.length === 0 && (
        <Empty title={state || search ? words.noneFound : words.none}>
          {state || search ? '' : words.noneAbout}
        </Empty>
      )}
      {list.state === 'ready' && list.value.items.length > 0 && (
        <Table aria-label={words.title} className={styles.table} size="small">
          <TableHeader className={styles.head}>
            <TableRow>
              <TableHeaderCell>{words.contact}</TableHeaderCell>
              <TableHeaderCell>{words.where}</TableHeaderCell>
              <TableHeaderCell>{words.since}</TableHeaderCell>
              <TableHeaderCell className={styles.small}>{texts.workflows.state}</TableHeaderCell>
              <TableHeaderCell className={styles.wide} aria-label={words.history} />
            </TableRow>
          </TableHeader>
          <TableBody>
            {list.value.items.map((enrolment) => (
              <Fragment key={enrolment.id}>
                <TableRow className={styles.row}>
                  <TableCell className={styles.cell}>
                    {enrolment.contact ? (
                      <RouterLink to={`/contacts/${enrolment.contact.id}`}>
                        {enrolment.contact.name}
                      </RouterLink>
                    ) : (
                      words.erased
                    )}
                  </TableCell>
                  <TableCell className={styles.cell}>{whereWords(enrolment, stepWords(enrolment))}</TableCell>
                  <TableCell className={styles.cell}>
                    <span className={styles.words}>
                      {shortTime(enrolment.begunAt)}
                      <Caption1 className={styles.quiet}>{words.bys[enrolment.by]}</Caption1>
                    </span>
                  </TableCell>
                  <TableCell className={styles.cell}>
                    <Badge appearance="tint" color={COLOURS[enrolment.state]}>
                      {words.states[enrolment.state]}
                    </Badge>
                  </TableCell>
                  <TableCell className={styles.cell}>
                    <div className={styles.actions}>
                      <Button
                        size="small"
                        appearance="subtle"
                        aria-expanded={shown === enrolment.id}
                        aria-label={words.showHistory(nameOf(enrolment))}
                        onClick={() => setShown(shown === enrolment.id ? undefined : enrolment.id)}
                      >
                        {words.history}
                      </Button>
                      {canChange && enrolment.state === 'failed' && (
                        <Button size="small" disabledFocusable={busy} onClick={() => act(enrolment, 'retry')}>
                          {words.retry}
                        </Button>
                      )}
                      {canChange && (enrolment.state === 'in' || enrolment.state === 'failed') && (
                        <Button
                          size="small"
                          appearance="subtle"
                          disabledFocusable={busy}
                          onClick={() => act(enrolment, 'leave')}
                        >
                          {words.takeOut}
                        </Button>
                      )}
                    </div>
                  </TableCell>
                </TableRow>
                {shown === enrolment.id && (
                  <TableRow className={styles.row}>
                    <TableCell colSpan={5} className={styles.history}>
                      <EnrolmentHistoryPart id={enrolment.id} names={names} />
                    </TableCell>
                  </TableRow>
                )}
              </Fragment>
            ))}
          </TableBody>
        </Table>
      )}
      <MoreButton pages={pages} />
    </div>
  );
}
