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
import { texts } from '../texts';
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
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{texts.users.handOverOf(user.name)}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{texts.users.handOverAbout(user.name, user.holds?.contacts ?? 0, user.teams.length)}</Text>
            <Field label={texts.users.handOverTo} required>
              <Select value={to} onChange={(_event, { value }) => setTo(value)}>
                <option value="">{texts.users.chooseColleague}</option>
                {colleagues.map(({ id, name, email }) => (
                  <option key={id} value={id}>{`${name} (${email})`}</option>
                ))}
              </Select>
            </Field>
            {error && <Failure error={error} />}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.common.cancel}</Button>
            </DialogTrigger>
            <Button appearance="primary" disabledFocusable={busy || to === ''} onClick={() => void hand()}>
              {texts.users.handOverNow}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
