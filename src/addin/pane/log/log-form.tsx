import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import type { ContactCard } from '../../../core/api';
import type { LogMail } from '../../../core/api/logs';
import type { ReadItem } from '../../office';
import { usePane } from '../context';
import { offeredFiles, wantedOf, type OfferedFile } from './files';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
  group: { border: 0, margin: 0, padding: 0, minWidth: 0, overflowWrap: 'anywhere' },
  legend: { fontSize: tokens.fontSizeBase200, padding: 0 },
});

interface LogFormProps {
  mail: ReadItem;
  contacts: readonly ContactCard[];
  busy: boolean;
  label: string;
  onLog: (mail: LogMail) => void;
}

/** What of the open mail is to be logged: its files, and on whose records it is to stand. All, to begin with. */
export function LogForm({ mail, contacts, busy, label, onLog }: LogFormProps) {
  const styles = useStyles();
  const { texts } = usePane();
  const files = useMemo(() => offeredFiles(mail.files), [mail]);
  const [withoutFiles, setWithoutFiles] = useState<ReadonlySet<OfferedFile>>(new Set());
  const [withoutContacts, setWithoutContacts] = useState<ReadonlySet<string>>(new Set());
  const ids = contacts.map(({ id }) => id);
  const records = wantedOf(ids, withoutContacts);
  const submit = (): void => {
    const kept = wantedOf(files, withoutFiles);
    onLog({
      internetMessageId: mail.internetMessageId,
      from: mail.from?.address ?? '',
      ...(kept && { files: kept }),
      ...(records && { contacts: records }),
    });
  };
  return (
    <div className={styles.form}>
      {contacts.length > 0 && (
        <fieldset className={styles.group}>
          <legend className={styles.legend}>{texts.log.records}</legend>
          {contacts.map(({ id, name }) => (
            <Choice
              key={id}
              label={name}
              checked={!withoutContacts.has(id)}
              set={(on) => setWithoutContacts(changed(withoutContacts, id, on))}
            />
          ))}
        </fieldset>
      )}
      {files.length > 0 && (
        <fieldset className={styles.group}>
          <legend className={styles.legend}>{texts.log.files}</legend>
          {files.map((file) => (
            <Choice
              key={`${file.nth} ${file.name}`}
              label={file.name}
              checked={!withoutFiles.has(file)}
              set={(on) => setWithoutFiles(changed(withoutFiles, file, on))}
            />
          ))}
        </fieldset>
      )}
      <Button appearance="primary" disabled={busy || records?.length === 0} onClick={submit}>
        {label}
      </Button>
    </div>
  );
}

function changed<T>(without: ReadonlySet<T>, one: T, on: boolean): ReadonlySet<T> {
  const next = new Set(without);
  if (on) next.delete(one);
  else next.add(one);
  return next;
}

function Choice({
  label,
  checked,
  set,
}: {
  label: string;
  checked: boolean;
  set: (checked: boolean) => void;
}) {
  return (
    <div>
      <Checkbox label={label} checked={checked} onChange={(_event, { checked: on }) => set(on === true)} />
    </div>
  );
}
