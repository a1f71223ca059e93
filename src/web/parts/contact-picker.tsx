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
  Text,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { ContactCard } from '../../core/api/shared';
import { api } from '../api';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { SearchField } from './search-field';
import { Failure } from './states';

const useStyles = makeStyles({
  content: { display: 'grid', rowGap: tokens.spacingVerticalM },
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  one: { justifyContent: 'flex-start', textAlign: 'left', width: '100%' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface ContactPickerProps {
  title: string;
  about?: ReactNode;
  open: boolean;
  onClose: () => void;
  /** Not offered. */
  without?: string | undefined;
  onPick: (contact: ContactCard) => void;
}

/** A dialog in which one contact is looked for and chosen. */
export function ContactPicker(props: ContactPickerProps) {
  const { title, open, onClose } = props;
  return (
    <Dialog open={open} onOpenChange={(_event, { open: now }) => !now && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{open && <Choice {...props} />}</DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.common.cancel}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Choice({ about, without, onPick }: ContactPickerProps) {
  const styles = useStyles();
  const [search, setSearch] = useState('');
  const [page, reload] = useResource(`pick/${search}`, () => api.contacts(search));
  return (
    <div className={styles.content}>
      {about !== undefined && <div className={styles.quiet}>{about}</div>}
      <SearchField
        label={texts.contactPicker.search}
        placeholder={texts.contactPicker.placeholder}
        value={search}
        onChange={setSearch}
      />
      {page.state === 'failed' && (
        <Failure error={page.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {page.state === 'ready' && page.value.contacts.every(({ id }) => id === without) && (
        <Text className={styles.quiet}>{texts.contactPicker.none}</Text>
      )}
      {page.state === 'ready' && (
        <ul className={styles.list} aria-label={texts.contactPicker.contacts}>
          {page.value.contacts
            .filter(({ id }) => id !== without)
            .slice(0, 10)
            .map((contact) => (
              <li key={contact.id}>
                <Button className={styles.one} appearance="subtle" onClick={() => onPick(contact)}>
                  {contact.name} ({contact.addresses[0] ?? texts.contactPicker.noAddress})
                </Button>
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}
