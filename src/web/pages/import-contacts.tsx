import {
  Button,
  Caption1,
  Card,
  Link,
  makeStyles,
  ProgressBar,
  Subtitle2,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useRef, useState } from 'react';
import { useHref, useNavigate, useParams } from 'react-router';
import { can } from '../../core/access';
import type { ImportDraft, RunView } from '../../core/api/contacts';
import { badRowsUrl, contactsApi } from '../contacts-api';
import { number, shortTime } from '../format';
import { runSentence } from '../parts/contacts/run-bars';
import { RouterLink } from '../parts/event-line';
import { ImportPlanForm } from '../parts/import/import-plan';
import { useMe } from '../parts/me';
import { Empty, Failure, useTitle } from '../parts/states';
import { locale, texts } from '../texts';
import { useDoing } from '../use-doing';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';

const POLL_MS = 1_000;

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '960px',
  },
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What Windows writes in this country where it does not write UTF-8. */
const letters = (): 'windows-1250' | 'windows-1252' =>
  locale.startsWith('pl') ? 'windows-1250' : 'windows-1252';

/** Contacts from a file: the file, what its columns hold, a preview; then its progress, which has an address of its own. */
export function ImportContactsPage() {
  const styles = useStyles();
  const { id } = useParams();
  const { role } = useMe().user;
  useTitle(texts.importContacts.title);
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.importContacts.title}</Title2>
      {!can(role, 'create', 'contact') ? (
        <Text>{texts.importContacts.notAllowed}</Text>
      ) : id === undefined ? (
        <NewImport />
      ) : (
        <Progress id={id} />
      )}
    </div>
  );
}

function NewImport() {
  const styles = useStyles();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<ImportDraft>();
  const { busy, error, does } = useDoing();
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined): void => {
    if (!file) return;
    void does(async () => setDraft(await contactsApi.upload(file, letters())));
  };
  return (
    <>
      <Text className={styles.quiet}>{texts.importContacts.about}</Text>
      <Card className={styles.card}>
        <div className={styles.row}>
          <input
            ref={input}
            type="file"
            accept=".csv,text/csv"
            hidden
            aria-label={texts.importContacts.choose}
            onChange={({ target }) => {
              take(target.files?.[0]);
              // The same file once more is a choice too.
              target.value = '';
            }}
          />
          <Button
            appearance={draft ? 'secondary' : 'primary'}
            disabledFocusable={busy}
            onClick={() => input.current?.click()}
          >
            {busy
              ? texts.importContacts.reading
              : draft
                ? texts.importContacts.another
                : texts.importContacts.choose}
          </Button>
          {draft && <Text>{texts.importContacts.file(draft.fileName, number(draft.rows))}</Text>}
        </div>
        {error && <Failure error={error} />}
      </Card>
      {draft && (
        <ImportPlanForm
          key={draft.id}
          draft={draft}
          onBegun={(run) => void navigate(`/contacts/import/${run}`)}
        />
      )}
      <Earlier />
    </>
  );
}

function Earlier() {
  const styles = useStyles();
  const [runs, reload] = useResource('runs', contactsApi.runs);
  if (runs.state === 'loading') return <ProgressBar aria-label={texts.importContacts.earlier} />;
  if (runs.state === 'failed') {
    return <Failure error={runs.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  const imports = runs.value.runs.filter(({ kind }) => kind === 'import');
  if (imports.length === 0) return null;
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{texts.importContacts.earlier}</Subtitle2>
      <ul className={styles.list}>
        {imports.map((run) => (
          <li key={run.id} className={styles.row}>
            <RouterLink to={`/contacts/import/${run.id}`}>{run.fileName ?? run.id}</RouterLink>
            <Caption1 className={styles.quiet}>
              {runSentence(run)} {shortTime(run.askedAt)}
            </Caption1>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Progress({ id }: { id: string }) {
  const styles = useStyles();
  const [run, reload] = useResource(`run/${id}`, () => contactsApi.run(id));
  const working = run.state === 'ready' ? run.value.state : undefined;
  const running = working === 'running';
  const busy = running || working === 'undoing';
  const undoing = useDoing();
  const undo = async (): Promise<void> => {
    if (await undoing.does(async () => void (await contactsApi.undoRun(id)))) reload();
  };
  useEvery(busy ? POLL_MS : undefined, reload);
  const contacts = useHref('/contacts?sort=created');
  const navigate = useNavigate();
  const show = useCallback(() => void navigate('/contacts?sort=created'), [navigate]);
  if (run.state === 'loading') return <ProgressBar aria-label={texts.importContacts.progress} />;
  if (run.state === 'failed') {
    return run.error.status === 404 ? (
      <Empty title={texts.importContacts.noSuch}>
        <RouterLink to="/contacts/import">{texts.importContacts.title}</RouterLink>
      </Empty>
    ) : (
      <Failure error={run.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
    );
  }
  const view: RunView = run.value;
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{view.fileName ?? texts.importContacts.title}</Subtitle2>
      {running ? (
        <>
          <ProgressBar
            aria-label={texts.importContacts.progress}
            value={view.lookedAt}
            max={Math.max(1, view.total)}
            thickness="large"
          />
          <Text>{texts.importContacts.lookedAt(number(view.lookedAt), number(view.total))}</Text>
          <Caption1 className={styles.quiet}>{texts.importContacts.canLeave}</Caption1>
        </>
      ) : (
        <Text role="status">
          {view.state === 'done' && `${texts.importContacts.done}. `}
          {runSentence(view)}
        </Text>
      )}
      {view.bad > 0 && !running && (
        <div>
          <Link href={badRowsUrl(view.id)} download>
            {texts.importContacts.download}
          </Link>
          <Caption1 block className={styles.quiet}>
            {texts.importContacts.keptForAWeek}
          </Caption1>
        </div>
      )}
      <div className={styles.row}>
        <Button
          as="a"
          href={contacts}
          appearance={running ? 'secondary' : 'primary'}
          onClick={(click) => {
            click.preventDefault();
            show();
          }}
        >
          {texts.importContacts.toContacts}
        </Button>
        {view.canUndo && (
          <Button disabledFocusable={undoing.busy} onClick={() => void undo()}>
            {texts.common.undo}
          </Button>
        )}
      </div>
      {undoing.error && <Failure error={undoing.error} />}
    </Card>
  );
}
