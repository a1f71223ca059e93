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
import { type FormEvent, useState } from 'react';
import { can } from '../../core/access';
import type { NeverLogEntry, NeverLogList, PurgePreview, PurgeView } from '../../core/api/logs';
import { count, fullTime, shortTime } from '../format';
import { logApi } from '../log-api';
import { LoadedSection } from '../parts/loaded-section';
import { useMe } from '../parts/me';
import { Failure, useTitle } from '../parts/states';
import { useDoing } from '../use-doing';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';

const LOOK_AGAIN_MS = 2_000;

const useStyles = makeStyles({
  page: { display: 'grid', rowGap: tokens.spacingVerticalXXL, maxWidth: '860px' },
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
  useTitle('Never logged');
  const { role } = useMe().user;
  const mayAll = can(role, 'change', 'account-settings');
  const [list, reload, change] = useResource('never-log', logApi.neverLog);
  const { busy, error, does } = useDoing();
  const running = list.state === 'ready' && list.value.purges.some(({ state }) => state === 'running');
  useEvery(running ? LOOK_AGAIN_MS : undefined, reload);
  const set = (act: () => Promise<NeverLogList>) =>
    does(async () => {
      const now = await act();
      change(() => now);
    });
  return (
    <div className={styles.page}>
      <Title2 as="h1">Never logged</Title2>
      <LoadedSection
        title="Whose mail is never logged"
        about="Plus tags, other addresses of the same contact and subdomains are meant too. Such mail is neither tracked nor logged."
        resource={list}
        reload={reload}
        error={error}
      >
        {(value) => (
          <>
            <NewEntry
              mayAll={mayAll}
              busy={busy}
              onAdd={(entry, purge) => set(() => logApi.addNeverLog(entry, purge))}
            />
            {value.entries.length === 0 && <Text className={styles.quiet}>Nobody is on the list.</Text>}
            <ul className={styles.list} aria-label="Never logged">
              {value.entries.map((entry) => (
                <li key={`${entry.scope} ${entry.kind} ${entry.value}`} className={styles.row}>
                  <Text title={`Since ${fullTime(entry.since)}`}>
                    {entry.kind === 'domain' ? `Everybody at ${entry.value}` : entry.value}{' '}
                    <Badge appearance="outline">
                      {entry.scope === 'account' ? 'everybody’s mail' : 'your mail'}
                    </Badge>
                  </Text>
                  {(mayAll || entry.scope === 'own') && (
                    <Button
                      size="small"
                      disabled={busy}
                      aria-label={`Remove ${entry.value}`}
                      onClick={() => void set(() => logApi.removeNeverLog(entry))}
                    >
                      Remove
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {mayAll && (
              <Field label="If one of several people on a mail is on the list">
                <RadioGroup
                  value={value.blocks}
                  onChange={(_event, { value: blocks }) =>
                    void set(() => logApi.setBlocks(blocks === 'record' ? 'record' : 'mail'))
                  }
                >
                  <Radio value="mail" label="The whole mail is left alone" />
                  <Radio
                    value="record"
                    label="It is logged for the others, and stands on no record of theirs"
                  />
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
        <Field label="What">
          <Select
            value={entry.kind}
            onChange={(_event, { value }) => edit({ kind: value === 'domain' ? 'domain' : 'address' })}
          >
            <option value="address">An address</option>
            <option value="domain">A domain</option>
          </Select>
        </Field>
        <Field label={entry.kind === 'domain' ? 'Domain' : 'Address'} required>
          <Input
            value={entry.value}
            maxLength={320}
            required
            onChange={(_event, { value }) => edit({ value })}
          />
        </Field>
        {mayAll && (
          <Field label="Of whose mail">
            <Select
              value={entry.scope}
              onChange={(_event, { value }) => edit({ scope: value === 'own' ? 'own' : 'account' })}
            >
              <option value="account">Everybody’s</option>
              <option value="own">Yours only</option>
            </Select>
          </Field>
        )}
      </div>
      {look.error && <Failure error={look.error} />}
      {kept && kept.messages + kept.stay > 0 && (
        <Checkbox
          label={`Take away what is kept: ${count(kept.messages, 'mail', 'mails')} with ${count(kept.files, 'file', 'files')}${
            kept.stay === 0
              ? ''
              : `; ${count(kept.stay, 'mail stays', 'mails stay')} for the others on it, off this person’s record`
          }`}
          checked={purge}
          onChange={(_event, { checked }) => setPurge(checked === true)}
        />
      )}
      {kept && kept.messages + kept.stay === 0 && (
        <Text className={styles.quiet}>Nothing is kept of it.</Text>
      )}
      <div>
        <Button type="submit" appearance="primary" disabled={busy || look.busy || entry.value.trim() === ''}>
          {kept ? 'Add' : 'Look what is kept'}
        </Button>
      </div>
    </form>
  );
}

function Purges({ purges }: { purges: readonly PurgeView[] }) {
  const styles = useStyles();
  if (purges.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Taken away">
      {purges.map((one) => (
        <li key={one.id}>
          <Card>
            <Text>
              {one.value}:{' '}
              {one.state === 'done'
                ? `${count(one.messages, 'mail', 'mails')} taken away${one.records > 0 ? `, ${one.records} taken off their record` : ''}, ${shortTime(one.askedAt)}`
                : `taking away, ${one.lookedAt} of ${one.total} looked at`}
            </Text>
            {one.state === 'running' && (
              <ProgressBar
                value={one.total === 0 ? 0 : one.lookedAt / one.total}
                aria-label="How far it is"
              />
            )}
          </Card>
        </li>
      ))}
    </ul>
  );
}
