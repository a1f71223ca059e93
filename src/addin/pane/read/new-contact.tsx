import {
  Button,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import type { Person } from '../../office';
import type { ApiFailure } from '../api';
import { usePane } from '../context';
import { Failed } from '../parts';
import { useLoaded } from '../use-loaded';

const useStyles = makeStyles({
  form: {
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
  button: { justifySelf: 'start', alignSelf: 'start', maxWidth: '100%' },
});
const LONGEST = 200;

/** Makes a contact of somebody on the mail, under the name and company that are written there; what was kept of them comes along. */
export function NewContact({ person, done }: { person: Person; done: () => void }) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const named = person.name !== '' && person.name !== person.address ? person.name : '';
  const [open, setOpen] = useState(false);
  const [name, setName] = useState((named || person.address).slice(0, LONGEST));
  const [company, setCompany] = useState('');
  const [state, setState] = useState<'idle' | 'busy' | 'done' | ApiFailure>('idle');
  const create = (): void => {
    setState('busy');
    const contact = {
      name: name.trim(),
      addresses: [person.address],
      ...(company.trim() !== '' && { company: company.trim() }),
    };
    void api.createContact(contact).then((result) => {
      setState(result.ok ? 'done' : result);
      // Refused: perhaps somebody else has made it in this moment.
      if (result.ok || result.how === 'refused') done();
    });
  };
  if (state === 'done') {
    return (
      <MessageBar intent="success">
        <MessageBarBody>{texts.read.created(name)}</MessageBarBody>
      </MessageBar>
    );
  }
  if (!open) {
    return (
      <Button size="small" className={styles.button} onClick={() => setOpen(true)}>
        <Text truncate wrap={false} size={200}>
          {texts.read.create(named || person.address)}
        </Text>
      </Button>
    );
  }
  return (
    <form
      className={styles.form}
      aria-label={texts.read.create(named || person.address)}
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <Text size={200} className={styles.quiet}>
        {person.address}
      </Text>
      <KeptMail address={person.address} />
      <Field label={texts.read.name} size="small" required>
        <Input
          size="small"
          autoFocus
          value={name}
          maxLength={LONGEST}
          onChange={(_event, { value }) => setName(value)}
        />
      </Field>
      <Field label={texts.read.company} size="small">
        <Input
          size="small"
          value={company}
          maxLength={LONGEST}
          onChange={(_event, { value }) => setCompany(value)}
        />
      </Field>
      {typeof state === 'object' && <Failed failure={state} />}
      <div className={styles.row}>
        <Button
          type="submit"
          size="small"
          appearance="primary"
          disabled={state === 'busy' || name.trim() === ''}
        >
          {texts.read.make}
        </Button>
        <Button size="small" onClick={() => setOpen(false)}>
          {texts.read.cancel}
        </Button>
      </div>
    </form>
  );
}

/** L14: what was kept of them, and comes along. */
function KeptMail({ address }: { address: string }) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const { loaded } = useLoaded(useCallback(() => api.keptMail(address), [api, address]));
  if (loaded.state !== 'ready' || loaded.value.messages === 0) return null;
  return (
    <Text size={200} className={styles.quiet} role="status">
      {texts.read.kept(loaded.value.messages)}
    </Text>
  );
}
