import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  makeStyles,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { UserView } from '../../core/api/users';
import { count } from '../format';
import { useDoing } from '../use-doing';
import { usersApi } from '../users-api';
import { Failure } from './states';

const useStyles = makeStyles({
  content: { display: 'grid', rowGap: tokens.spacingVerticalM },
});

interface HandOverDialogProps {
  user: UserView;
  colleagues: readonly UserView[];
  onClose: () => void;
  onDone: () => void;
}

/** S5: to whom the records of a disabled user go. */
export function HandOverDialog({ user, colleagues, onClose, onDone }: HandOverDialogProps) {
  const styles = useStyles();
  const [to, setTo] = useState('');
  const { busy, error, does } = useDoing();
  const hand = async (): Promise<void> => {
    if (await does(async () => void (await usersApi.handOver(user.id, Number(to))))) onDone();
  };
  const contacts = count(user.holds?.contacts ?? 0, 'contact', 'contacts');
  const places = count(user.teams.length, 'team', 'teams');
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Hand over the records of {user.name}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>
              {`The colleague gets ${contacts} and a place in ${places}, reads the mail that ${user.name} could read, and is told of replies, opens and clicks that still come. Who wrote a mail stays as it was. It can be undone.`}
            </Text>
            <Field label="To" required>
              <Select value={to} onChange={(_event, { value }) => setTo(value)}>
                <option value="">Choose a colleague</option>
                {colleagues.map(({ id, name, email }) => (
                  <option key={id} value={id}>{`${name} (${email})`}</option>
                ))}
              </Select>
            </Field>
            {error && <Failure error={error} />}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>Cancel</Button>
            </DialogTrigger>
            <Button appearance="primary" disabledFocusable={busy || to === ''} onClick={() => void hand()}>
              Hand over
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
