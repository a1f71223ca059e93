import {
  Badge,
  Button,
  Card,
  Checkbox,
  Field,
  Input,
  makeStyles,
  ProgressBar,
  Radio,
  RadioGroup,
  Select,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useRef, useState } from 'react';
import { can } from '../../core/access';
import type { NeverLogEntry, NeverLogList, PurgePreview, PurgeView } from '../../core/api/logs';
import { fullTime, list as listed, shortTime } from '../format';
import { logApi } from '../log-api';
import { LoadedSection } from '../parts/loaded-section';
import { useMe } from '../parts/me';
import { Failure, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';

const LOOK_AGAIN_MS = 2_000;

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalXXL,
    maxWidth: '860px',
  },
  form: { display: 'grid', rowGap: tokens.spacingVerticalM },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  row: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** L4: addresses and domains whose mail is never logged, and what was kept of them before. */
export function NeverLogPage() {
  const styles = useStyles();
  useTitle(texts.neverLog.title);
  const { role } = useMe().user;
  const mayAll = can(role, 'change', 'account-settings');
  const [list, reload, change] = useResource('never-log', logApi.neverLog);
  const { busy, error, does } = useDoing();
  const running = list.state === 'ready' && list.value.purges.some(({ state }) => state === 'running');
  useEvery(running ? LOOK_AGAIN_MS : undefined, reload);
  const [removed, setRemoved] = useState<NeverLogEntry>();
  const section = useRef<HTMLElement>(null);
  const set = (act: () => Promise<NeverLogList>, without?: NeverLogEntry) =>
    does(async () => {
      const now = await act();
      change(() => now);
      setRemoved(without);
      // The button that was pressed has gone with the line.
      if (without) section.current?.focus();
    });
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.neverLog.title}</Title2>
      <LoadedSection
        title={texts.neverLog.whose}
        about={texts.neverLog.about}
        resource={list}
        reload={reload}
        error={error}
        section={section}
      >
        {(value) => (
          <>
            {removed && (
              <UndoBar
                words={texts.neverLog.removed(removed.value)}
                busy={busy}
                undo={() => void set(() => logApi.addNeverLog(removed, false))}
              />
            )}
            <NewEntry
              mayAll={mayAll}
              busy={busy}
              onAdd={(entry, purge) => set(() => logApi.addNeverLog(entry, purge))}
            />
            {value.entries.length === 0 && <Text className={styles.quiet}>{texts.neverLog.nobody}</Text>}
            <ul className={styles.list} aria-label={texts.neverLog.title}>
              {value.entries.map((entry) => (
                <li key={`${entry.scope} ${entry.kind} ${entry.value}`} className={styles.row}>
                  <Text title={texts.neverLog.since(fullTime(entry.since))}>
                    {entry.kind === 'domain' ? texts.neverLog.everybodyAt(entry.value) : entry.value}{' '}
                    <Badge appearance="outline">
                      {entry.scope === 'account' ? texts.neverLog.everybodysMail : texts.neverLog.yourMail}
                    </Badge>
                  </Text>
                  {(mayAll || entry.scope === 'own') && (
                    <Button
                      size="small"
                      disabled={busy}
                      aria-label={texts.common.removeOne(entry.value)}
                      onClick={() =>
                        void set(() => logApi.removeNeverLog(entry), {
                          scope: entry.scope,
                          kind: entry.kind,
                          value: entry.value,
                        })
                      }
                    >
                      {texts.common.remove}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {mayAll && (
              <Field label={texts.neverLog.ifOneOfSeveral}>
                <RadioGroup
                  value={value.blocks}
                  onChange={(_event, { value: blocks }) =>
                    void set(() => logApi.setBlocks(blocks === 'record' ? 'record' : 'mail'))
                  }
                >
                  <Radio value="mail" label={texts.neverLog.wholeMail} />
                  <Radio value="record" label={texts.neverLog.onlyRecord} />
                </RadioGroup>
              </Field>
            )}
            <Purges purges={value.purges} />
          </>
        )}
      </LoadedSection>
    </div>
  );
}

interface NewEntryProps {
  mayAll: boolean;
  busy: boolean;
  onAdd: (entry: NeverLogEntry, purge: boolean) => Promise<boolean>;
}

/** First what is kept is looked up, then the entry is made with or without taking it away. */
function NewEntry({ mayAll, busy, onAdd }: NewEntryProps) {
  const styles = useStyles();
  const [entry, setEntry] = useState<NeverLogEntry>({
    scope: mayAll ? 'account' : 'own',
    kind: 'address',
    value: '',
  });
  const [kept, setKept] = useState<PurgePreview>();
  const [purge, setPurge] = useState(true);
  const look = useDoing();
  const edit = (change: Partial<NeverLogEntry>): void => {
    setEntry((now) => ({ ...now, ...change }));
    setKept(undefined);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!kept) {
      await look.does(async () => setKept(await logApi.previewPurge(entry)));
      return;
    }
    if (!(await onAdd(entry, purge && kept.messages + kept.stay > 0))) return;
    setKept(undefined);
    setEntry((now) => ({ ...now, value: '' }));
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <div className={styles.fields}>
        <Field label={texts.neverLog.what}>
          <Select
            value={entry.kind}
            onChange={(_event, { value }) => edit({ kind: value === 'domain' ? 'domain' : 'address' })}
          >
            <option value="address">{texts.neverLog.anAddress}</option>
            <option value="domain">{texts.neverLog.aDomain}</option>
          </Select>
        </Field>
        <Field label={entry.kind === 'domain' ? texts.neverLog.domain : texts.neverLog.address} required>
          <Input
            value={entry.value}
            maxLength={320}
            required
            onChange={(_event, { value }) => edit({ value })}
          />
        </Field>
        {mayAll && (
          <Field label={texts.neverLog.ofWhoseMail}>
            <Select
              value={entry.scope}
              onChange={(_event, { value }) => edit({ scope: value === 'own' ? 'own' : 'account' })}
            >
              <option value="account">{texts.neverLog.everybodys}</option>
              <option value="own">{texts.neverLog.yoursOnly}</option>
            </Select>
          </Field>
        )}
      </div>
      {look.error && <Failure error={look.error} />}
      {kept && kept.messages + kept.stay > 0 && (
        <Checkbox
          label={`${texts.neverLog.takeAway(kept.messages, kept.files)}${kept.stay === 0 ? '' : texts.neverLog.stays(kept.stay)}`}
          checked={purge}
          onChange={(_event, { checked }) => setPurge(checked === true)}
        />
      )}
      {kept && kept.messages + kept.stay === 0 && (
        <Text className={styles.quiet}>{texts.neverLog.nothingKept}</Text>
      )}
      <div>
        <Button type="submit" appearance="primary" disabled={busy || look.busy || entry.value.trim() === ''}>
          {kept ? texts.common.add : texts.neverLog.look}
        </Button>
      </div>
    </form>
  );
}

function purgeWords(one: PurgeView): string {
  const words = texts.neverLog;
  if (one.state !== 'done') return words.takingAway(one.lookedAt, one.total);
  return listed([
    words.taken(one.messages),
    ...(one.records > 0 ? [words.takenOffRecord(one.records)] : []),
    shortTime(one.askedAt),
  ]);
}

function Purges({ purges }: { purges: readonly PurgeView[] }) {
  const styles = useStyles();
  if (purges.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={texts.neverLog.takenAway}>
      {purges.map((one) => (
        <li key={one.id}>
          <Card>
            <Text>
              {one.value}: {purgeWords(one)}
            </Text>
            {one.state === 'running' && (
              <ProgressBar
                value={one.total === 0 ? 0 : one.lookedAt / one.total}
                aria-label={texts.neverLog.howFar}
              />
            )}
          </Card>
        </li>
      ))}
    </ul>
  );
}
