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
  SearchBox,
  Text,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { ContactCard } from '../../core/api/shared';
import { api } from '../api';
import { useResource } from '../use-resource';
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
              <Button>Cancel</Button>
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
      {about !== undefined && <Text className={styles.quiet}>{about}</Text>}
      <SearchBox
        aria-label="Search contacts"
        placeholder="Name, company or address"
        value={search}
        onChange={(_event, { value }) => setSearch(value)}
      />
      {page.state === 'failed' && (
        <Failure error={page.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {page.state === 'ready' && (
        <ul className={styles.list} aria-label="Contacts">
          {page.value.contacts
            .filter(({ id }) => id !== without)
            .slice(0, 10)
            .map((contact) => (
              <li key={contact.id}>
                <Button className={styles.one} appearance="subtle" onClick={() => onPick(contact)}>
                  {contact.name} ({contact.addresses[0] ?? 'no address'})
                </Button>
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}
