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
import { count, fileSize, fullTime, shortTime } from '../format';
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
      title={`Since ${fullTime(contact.objectedAt)}`}
    >
      Objects to tracking
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
      <Subtitle2 as="h2">Privacy</Subtitle2>
      {contact.objectedAt !== undefined && (
        <Text>
          Objects to tracking since {shortTime(contact.objectedAt)}: no image and no tracked links go into
          mail to them, and mail already sent has fallen silent. Only they can take it back.
        </Text>
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
        Download everything about {contact.name}
      </Link>
      {size.state === 'ready' && (
        <div>
          <Caption1 className={styles.quiet}>
            {count(size.value.messages, 'mail', 'mails')}, {count(size.value.files, 'file', 'files')} (
            {fileSize(size.value.bytes)}), as a ZIP archive
            {size.value.hidden > 0 &&
              `; ${count(size.value.hidden, 'mail', 'mails')} not yours to see left out`}
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
        <Button>Erase …</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Erase {contact.name}?</DialogTitle>
          <DialogContent>
            <Text>In five minutes; until then you can undo it. Afterwards nobody can bring it back.</Text>
            <ul className={styles.list}>
              <li>Their record, addresses, properties and legal bases go.</li>
              <li>Mail with them alone loses its text and files; that it was, and its counts, stay.</li>
              <li>In mail to several, and where others quote them, their name and addresses go.</li>
              <li>
                Links in mail they have go on working. Mail to or from them is no longer tracked or logged.
              </li>
            </ul>
            {error && <Failure error={error} />}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>Keep</Button>
            </DialogTrigger>
            <Button appearance="primary" disabledFocusable={busy} onClick={() => void erase()}>
              {busy ? 'One moment …' : `Erase ${contact.name}`}
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
      <MessageBarBody>{`${name} will be erased${erasure ? ` ${shortTime(erasure.dueAt)}` : ''}`}</MessageBarBody>
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
          <ProgressBar value={erasure.value.progress} aria-label={`Erasing ${name}`} thickness="large" />
        )}
        {state === 'done' && <RouterLink to="/contacts">Back to the contacts</RouterLink>}
        {error && <Failure error={error} />}
      </MessageBarBody>
      {state === 'scheduled' && (
        <MessageBarActions>
          <Button disabledFocusable={busy} onClick={() => void undo()}>
            Undo
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

function titleOf({ state, dueAt }: ErasureView, name: string): string {
  if (state === 'scheduled') return `${name} will be erased ${shortTime(dueAt)}`;
  return state === 'done' ? 'Erased' : `${name} is being erased`;
}
