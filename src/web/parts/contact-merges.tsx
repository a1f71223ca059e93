import {
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
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ContactCard } from '../../core/api/shared';
import { list, shortTime } from '../format';
import { logApi } from '../log-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { ContactPicker } from './contact-picker';
import { Failure } from './states';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  row: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** L14: two contacts that are one person become one, and can become two again. */
export function ContactMerges({ contact, onChange }: { contact: ContactCard; onChange: () => void }) {
  const styles = useStyles();
  const [picking, setPicking] = useState(false);
  const [other, setOther] = useState<ContactCard>();
  const [merges, reload] = useResource(`merges/${contact.id}`, () => logApi.merges(contact.id));
  const { busy, error, does } = useDoing();
  const changed = (): void => {
    reload();
    onChange();
  };
  const undo = async (merge: string): Promise<void> => {
    if (await does(async () => void (await logApi.undoMerge(contact.id, merge)))) changed();
  };
  return (
    <Card className={styles.card}>
      <Button onClick={() => setPicking(true)}>{texts.contact.merge.start}</Button>
      {merges.state === 'ready' &&
        merges.value.merges.map(({ id, name, at, by }, i) => (
          <div key={id} className={styles.row}>
            <Caption1 className={styles.quiet}>
              {texts.contact.merge.merged(name, by, shortTime(at))}
            </Caption1>
            {i === 0 && (
              <Button size="small" disabled={busy} onClick={() => void undo(id)}>
                {texts.common.undo}
              </Button>
            )}
          </div>
        ))}
      {error && <Failure error={error} />}
      <ContactPicker
        title={texts.contact.merge.pick(contact.name)}
        open={picking}
        onClose={() => setPicking(false)}
        without={contact.id}
        onPick={(one) => {
          setPicking(false);
          setOther(one);
        }}
      />
      {other && (
        <MergeDialog
          contact={contact}
          other={other}
          onClose={() => setOther(undefined)}
          onMerged={() => {
            setOther(undefined);
            changed();
          }}
        />
      )}
    </Card>
  );
}

interface MergeDialogProps {
  contact: ContactCard;
  other: ContactCard;
  onClose: () => void;
  onMerged: () => void;
}

function MergeDialog({ contact, other, onClose, onMerged }: MergeDialogProps) {
  const [preview] = useResource(`merge/${contact.id}/${other.id}`, () =>
    logApi.mergePreview(contact.id, other.id),
  );
  const { busy, error, does } = useDoing();
  const merge = async (): Promise<void> => {
    if (await does(async () => void (await logApi.merge(contact.id, other.id)))) onMerged();
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{texts.contact.merge.title(other.name, contact.name)}</DialogTitle>
          <DialogContent>
            {preview.state === 'ready' && (
              <Text>
                {texts.contact.merge.about(
                  contact.name,
                  preview.value.messages,
                  other.name,
                  list(preview.value.addresses),
                )}
              </Text>
            )}
            {preview.state === 'failed' && <Failure error={preview.error} />}
            {error && <Failure error={error} />}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.common.cancel}</Button>
            </DialogTrigger>
            <Button
              appearance="primary"
              disabled={busy || preview.state !== 'ready'}
              onClick={() => void merge()}
            >
              {texts.contact.merge.merge}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
