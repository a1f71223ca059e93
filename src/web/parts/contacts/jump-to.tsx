import { Field, Input, makeStyles } from '@fluentui/react-components';
import type { ContactSort } from '../../../core/api/contacts';
import { texts } from '../../texts';
import { useTyped } from '../../use-typed';

const useStyles = makeStyles({
  field: { gridTemplateColumns: 'auto minmax(0, 1fr)' },
  input: { width: '170px', maxWidth: '100%' },
});

interface JumpToProps {
  sort: ContactSort;
  /** A beginning of a name or company, or a day; empty: the table begins at its beginning. */
  from: string;
  onJump: (from: string) => void;
}

/** Begins a long table in its middle, by what it is sorted by. */
export function JumpTo({ sort, from, onJump }: JumpToProps) {
  const styles = useStyles();
  const [typed, setTyped] = useTyped(from, onJump);
  const isDay = sort === 'activity' || sort === 'created';
  return (
    <Field className={styles.field} orientation="horizontal" label={texts.contacts.jumpTo[sort]}>
      <Input
        className={styles.input}
        type={isDay ? 'date' : 'text'}
        maxLength={100}
        value={typed}
        onChange={(_event, { value }) => setTyped(value)}
      />
    </Field>
  );
}
