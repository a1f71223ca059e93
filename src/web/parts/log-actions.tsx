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
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
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
import { Visibility, type MessageView } from '../../core/api/shared';
import { ApiError } from '../api';
import { logApi } from '../log-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { AnswerButton } from './answer-button';
import { ContactPicker } from './contact-picker';
import { RouterLink } from './event-line';
import { Failure } from './states';

const useStyles = makeStyles({
  row: {
    display: 'flex',
    justifyContent: 'flex-end',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
  },
  bars: { display: 'grid', rowGap: tokens.spacingVerticalS },
});

const WHO = 'visibility';

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

/**
 * L7: undoing the log of a message, and moving it to another record. P7: narrowing who sees it. Each is done at once and
 * can be taken back; only before an undoing that cannot, one is asked.
 */
export function LogActions({ message, record, onDone }: LogActionsProps) {
  const styles = useStyles();
  const [picking, setPicking] = useState(false);
  const [asking, setAsking] = useState(false);
  const { busy, error, does } = useDoing();
  const subject = message.subject || texts.common.noSubject;
  // It went to many, and is nobody's log alone.
  const bulk = message.kind === 'marketing' && message.direction === 'outgoing';
  const undo = (asked: boolean) =>
    does(async () => {
      const undone = await logApi.undo(message.id, { ifCanLogAgain: !asked }).catch((problem: unknown) => {
        if (!asked && problem instanceof ApiError && problem.code === 'no-copy') return undefined;
        throw problem;
      });
      setAsking(!undone);
      if (!undone) return;
      onDone({
        message: message.id,
        words: texts.log.undone(subject),
        ...(undone.canLogAgain && {
          back: { label: texts.log.logAgain, act: () => logApi.logAgain(message.id) },
        }),
      });
    });
  const move = (to: { id: string; name: string }) =>
    does(async () => {
      if (!record) return;
      setPicking(false);
      await logApi.move(message.id, record.id, to.id);
      onDone({
        message: message.id,
        words: texts.log.moved(subject, to.name),
        back: { label: texts.log.moveBack, act: () => logApi.move(message.id, to.id, record.id) },
      });
    });
  const { now, widest } = message.visibility;
  const widths = Visibility.options.slice(Visibility.options.indexOf(widest));
  const narrow = (to: Visibility) =>
    does(async () => {
      await logApi.narrow(message.id, to);
      onDone({
        message: message.id,
        words: texts.log.narrowed(subject, texts.settings.visibilities[to]),
        back: { label: texts.common.undo, act: () => logApi.narrow(message.id, now) },
      });
    });
  return (
    <div>
      <div className={styles.row}>
        {bulk ? (
          !message.test && (
            <RouterLink to={`/marketing/${message.id}`}>{texts.message.inMarketing}</RouterLink>
          )
        ) : (
          <AnswerButton message={message} record={record?.id} />
        )}
        <Menu
          checkedValues={{ [WHO]: [now] }}
          onCheckedValueChange={(_event, { name, checkedItems: [to] }) => {
            const chosen = Visibility.safeParse(to);
            if (name === WHO && chosen.success && chosen.data !== now) void narrow(chosen.data);
          }}
        >
          <MenuTrigger disableButtonEnhancement>
            <Button size="small" appearance="subtle" disabled={busy} aria-label={texts.log.moreFor(subject)}>
              {texts.log.more}
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {!bulk && (
                <MenuItem onClick={() => void undo(false)}>
                  {message.state === 'not-confirmed' ? texts.log.neverSent : texts.log.undo}
                </MenuItem>
              )}
              {record && !bulk && (
                <MenuItem onClick={() => setPicking(true)}>{texts.log.moveDialog}</MenuItem>
              )}
              {widths.length > 1 && (
                <MenuGroup>
                  <MenuGroupHeader>{texts.log.whoSees}</MenuGroupHeader>
                  {widths.map((one) => (
                    <MenuItemRadio key={one} name={WHO} value={one}>
                      {texts.settings.visibilities[one]}
                    </MenuItemRadio>
                  ))}
                </MenuGroup>
              )}
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
      {error && !asking && <Failure error={error} />}
      <Dialog open={asking} onOpenChange={(_event, { open }) => setAsking(open)}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{texts.log.undoTitle(subject)}</DialogTitle>
            <DialogContent>
              {texts.log.undoAbout}
              {error && <Failure error={error} />}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>{texts.common.cancel}</Button>
              </DialogTrigger>
              <Button appearance="primary" disabled={busy} onClick={() => void undo(true)}>
                {texts.log.undo}
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
      <ContactPicker
        title={texts.log.moveTitle}
        about={texts.log.moveAbout}
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
        <MessageBarTitle>{texts.common.done}</MessageBarTitle>
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
    words: texts.log.thisUndone,
    ...(undone.value.canLogAgain && { back: { label: texts.log.logAgain, act: () => logApi.logAgain(id) } }),
  };
  return <DoneBars done={[done]} onBack={onBack} />;
}
