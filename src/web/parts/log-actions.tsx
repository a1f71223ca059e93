import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { MessageView } from '../../core/api/shared';
import type { ApiError } from '../api';
import { logApi } from '../log-api';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { ContactPicker } from './contact-picker';
import { Failure } from './states';

const useStyles = makeStyles({
  row: { display: 'flex', justifyContent: 'flex-end' },
  bars: { display: 'grid', rowGap: tokens.spacingVerticalS },
});

/** Something that was done with a log, and how it is taken back. */
export interface DoneWithLog {
  message: string;
  words: string;
  back?: { label: string; act: () => Promise<unknown> };
}

interface LogActionsProps {
  message: MessageView;
  /** On whose record it is looked at; without one it cannot be moved. */
  record?: { id: string; name: string } | undefined;
  onDone: (done: DoneWithLog) => void;
}

/** L7: undoing the log of a message, and moving it to another record. */
export function LogActions({ message, record, onDone }: LogActionsProps) {
  const styles = useStyles();
  const [picking, setPicking] = useState(false);
  const [asking, setAsking] = useState(false);
  const { busy, error, does } = useDoing();
  const subject = message.subject || '(no subject)';
  const undo = () =>
    does(async () => {
      const { canLogAgain } = await logApi.undo(message.id);
      setAsking(false);
      onDone({
        message: message.id,
        words: `The log of “${subject}” was undone: its text and files are no longer here.`,
        ...(canLogAgain && { back: { label: 'Log again', act: () => logApi.logAgain(message.id) } }),
      });
    });
  const move = (to: { id: string; name: string }) =>
    does(async () => {
      if (!record) return;
      setPicking(false);
      await logApi.move(message.id, record.id, to.id);
      onDone({
        message: message.id,
        words: `“${subject}” now stands on the record of ${to.name}.`,
        back: { label: 'Move back', act: () => logApi.move(message.id, to.id, record.id) },
      });
    });
  return (
    <div>
      <div className={styles.row}>
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button size="small" appearance="subtle" disabled={busy} aria-label={`More for “${subject}”`}>
              More
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem onClick={() => setAsking(true)}>
                {message.state === 'not-confirmed' ? 'It was never sent: remove it …' : 'Undo the log …'}
              </MenuItem>
              {record && <MenuItem onClick={() => setPicking(true)}>Move to another contact …</MenuItem>}
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
      {error && !asking && <Failure error={error} />}
      <Dialog open={asking} onOpenChange={(_event, { open }) => setAsking(open)}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>Undo the log of “{subject}”?</DialogTitle>
            <DialogContent>
              Its text and files are removed here, and nothing brings them back by itself. Where a connected
              mailbox holds the mail, it can be logged again.
              {error && <Failure error={error} />}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>Cancel</Button>
              </DialogTrigger>
              <Button appearance="primary" disabled={busy} onClick={() => void undo()}>
                Undo the log
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
      <ContactPicker
        title="Move to another contact"
        about="The message goes there with its attachments, and stays there."
        open={picking}
        onClose={() => setPicking(false)}
        without={record?.id}
        onPick={(contact) => void move(contact)}
      />
    </div>
  );
}

/** What was just done with logs, each to be taken back. */
export function DoneBars({
  done,
  onBack,
}: {
  done: readonly DoneWithLog[];
  onBack: (done: DoneWithLog) => void;
}) {
  const styles = useStyles();
  const { busy, error, does } = useDoing();
  if (done.length === 0) return null;
  return (
    <div className={styles.bars} role="status">
      {done.map((one) => (
        <DoneBar
          key={one.message}
          done={one}
          busy={busy}
          onBack={() =>
            void does(async () => {
              await one.back?.act();
              onBack(one);
            })
          }
        />
      ))}
      {error && <Failure error={error} />}
    </div>
  );
}

function DoneBar({ done, busy, onBack }: { done: DoneWithLog; busy: boolean; onBack: () => void }) {
  return (
    <MessageBar intent="success" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>Done</MessageBarTitle>
        {done.words}
      </MessageBarBody>
      {done.back && (
        <MessageBarActions>
          <Button size="small" disabled={busy} onClick={onBack}>
            {done.back.label}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** Shown in the place of a message whose log was undone; of any other that is not there, the refusal itself. */
export function UndoneMessage({ id, error, onBack }: { id: string; error: ApiError; onBack: () => void }) {
  const [undone] = useResource(`undone/${id}`, () => logApi.undone(id));
  if (undone.state !== 'ready') return <Failure error={error} />;
  const done: DoneWithLog = {
    message: id,
    words: 'The log of this mail was undone: its text and files are no longer here.',
    ...(undone.value.canLogAgain && { back: { label: 'Log again', act: () => logApi.logAgain(id) } }),
  };
  return <DoneBars done={[done]} onBack={onBack} />;
}
