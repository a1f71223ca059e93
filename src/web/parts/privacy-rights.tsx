import {
  Badge,
  Button,
  Caption1,
  Card,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Link,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  ProgressBar,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { can } from '../../core/access';
import type { ErasureView } from '../../core/api/privacy';
import type { ContactCard } from '../../core/api/shared';
import { api } from '../api';
import { fileSize, fullTime, shortTime } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { useMe } from './me';
import { Failure } from './states';

const LOOK_AGAIN_MS = 2_000;

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  badge: { alignSelf: 'start' },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

/** P6: shown with the name, where somebody objects to being tracked. */
export function ObjectionBadge({ contact }: { contact: ContactCard }) {
  const styles = useStyles();
  if (contact.objectedAt === undefined) return null;
  return (
    <Badge
      className={styles.badge}
      color="danger"
      appearance="tint"
      title={texts.privacy.objectsSince(fullTime(contact.objectedAt))}
    >
      {texts.privacy.objects}
    </Badge>
  );
}

/** A copy of everything about a contact, and their erasure (P5), for those who may. */
export function PrivacyCard({ contact, onChange }: { contact: ContactCard; onChange: () => void }) {
  const styles = useStyles();
  const { role } = useMe().user;
  const mayExport = can(role, 'export', 'contact');
  const mayErase = can(role, 'remove', 'contact');
  if (!mayExport && !mayErase && contact.objectedAt === undefined) return null;
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{texts.privacy.title}</Subtitle2>
      {contact.objectedAt !== undefined && (
        <Text>{texts.privacy.objectsAbout(shortTime(contact.objectedAt))}</Text>
      )}
      {mayExport && <ExportPart contact={contact} />}
      {mayErase && contact.erasure === undefined && <EraseDialog contact={contact} onChange={onChange} />}
    </Card>
  );
}

function ExportPart({ contact }: { contact: ContactCard }) {
  const styles = useStyles();
  const [size] = useResource(`export-size/${contact.id}`, () => api.exportSize(contact.id));
  return (
    <div>
      <Link href={`/api/v1/contacts/${contact.id}/export`} download>
        {texts.privacy.downloadAbout(contact.name)}
      </Link>
      {size.state === 'ready' && (
        <div>
          <Caption1 className={styles.quiet}>
            {texts.privacy.exportSize(size.value.messages, size.value.files, fileSize(size.value.bytes))}
            {size.value.hidden > 0 && texts.privacy.hiddenLeftOut(size.value.hidden)}
          </Caption1>
        </div>
      )}
    </div>
  );
}

function EraseDialog({ contact, onChange }: { contact: ContactCard; onChange: () => void }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const { busy, error, does } = useDoing();
  const erase = async (): Promise<void> => {
    if (!(await does(async () => void (await api.erase(contact.id))))) return;
    setOpen(false);
    onChange();
  };
  return (
    <Dialog open={open} onOpenChange={(_event, { open: now }) => setOpen(now)}>
      <DialogTrigger disableButtonEnhancement>
        <Button>{texts.privacy.eraseDialog}</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{texts.privacy.eraseQuestion(contact.name)}</DialogTitle>
          <DialogContent>
            <Text>{texts.privacy.eraseWhen}</Text>
            <ul className={styles.list}>
              <li>{texts.privacy.eraseRecord}</li>
              <li>{texts.privacy.eraseAlone}</li>
              <li>{texts.privacy.eraseSeveral}</li>
              <li>{texts.privacy.eraseLinks}</li>
            </ul>
            {error && <Failure error={error} />}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.privacy.keep}</Button>
            </DialogTrigger>
            <Button appearance="primary" disabledFocusable={busy} onClick={() => void erase()}>
              {busy ? texts.privacy.oneMoment : texts.privacy.eraseOne(contact.name)}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** Above a record that is going to be erased: when, and for administrators the way back; then how far it is. */
export function ErasureBar({ contact, onChange }: { contact: ContactCard; onChange: () => void }) {
  const { role } = useMe().user;
  const { erasure, name } = contact;
  // Kept when the card has gone with its contact: then it says that it is done.
  const [known, setKnown] = useState(erasure?.id);
  const id = erasure?.id ?? known;
  useEffect(() => {
    if (erasure) setKnown(erasure.id);
  }, [erasure]);
  if (id === undefined) return null;
  if (can(role, 'remove', 'contact')) return <ErasureOf id={id} name={name} onChange={onChange} />;
  return (
    <MessageBar intent="warning">
      <MessageBarBody>
        {erasure
          ? texts.privacy.willBeErasedWhen(name, shortTime(erasure.dueAt))
          : texts.privacy.willBeErased(name)}
      </MessageBarBody>
    </MessageBar>
  );
}

function ErasureOf({ id, name, onChange }: { id: string; name: string; onChange: () => void }) {
  const [erasure, reload] = useResource(`erasure/${id}`, () => api.erasure(id));
  const { busy, error, does } = useDoing();
  useEffect(() => {
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const undo = async (): Promise<void> => {
    await does(async () => void (await api.undoErasure(id)));
    reload();
    onChange();
  };
  if (erasure.state !== 'ready' || erasure.value.state === 'undone') return null;
  const { state } = erasure.value;
  return (
    <MessageBar intent={state === 'done' ? 'success' : 'warning'} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{titleOf(erasure.value, name)}</MessageBarTitle>
        {state === 'running' && (
          <ProgressBar
            value={erasure.value.progress}
            aria-label={texts.privacy.erasing(name)}
            thickness="large"
          />
        )}
        {state === 'done' && <RouterLink to="/contacts">{texts.privacy.backToContacts}</RouterLink>}
        {error && <Failure error={error} />}
      </MessageBarBody>
      {state === 'scheduled' && (
        <MessageBarActions>
          <Button disabledFocusable={busy} onClick={() => void undo()}>
            {texts.common.undo}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

function titleOf({ state, dueAt }: ErasureView, name: string): string {
  if (state === 'scheduled') return texts.privacy.willBeErasedWhen(name, shortTime(dueAt));
  return state === 'done' ? texts.privacy.erasedDone : texts.privacy.isBeingErased(name);
}
