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
  Input,
  makeStyles,
  SearchBox,
  Skeleton,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { api, ApiError } from '../api';
import { basisText } from '../basis-words';
import { fullTime, shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { useReloadOnFeed } from '../parts/feed';
import { KeptMailHint } from '../parts/kept-mail';
import { Empty, Failure, useTitle } from '../parts/states';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: { display: 'grid', rowGap: tokens.spacingVerticalL },
  bar: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM, flexWrap: 'wrap' },
  search: { width: '320px', maxWidth: '100%' },
  form: { display: 'grid', rowGap: tokens.spacingVerticalM },
});

export function ContactsPage() {
  const styles = useStyles();
  useTitle('Contacts');
  // The search stands in the address, so that a link or a reload shows the same.
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '';
  const [page, reload, change] = useResource(`contacts/${search}`, () => api.contacts(search));
  const [loadingMore, setLoadingMore] = useState(false);
  // A mail makes contacts, and an event moves one up.
  useReloadOnFeed(reload);

  const more = async (cursor: string): Promise<void> => {
    setLoadingMore(true);
    try {
      const next = await api.contacts(search, cursor);
      change((now) => ({ ...next, contacts: [...now.contacts, ...next.contacts] }));
    } finally {
      setLoadingMore(false);
    }
  };

  return (
    <div className={styles.page}>
      <Title2 as="h1">Contacts</Title2>
      <div className={styles.bar}>
        <SearchBox
          className={styles.search}
          aria-label="Search contacts"
          placeholder="Name, company or address"
          value={search}
          onChange={(_event, { value }) =>
            setParams(value === '' ? {} : { search: value }, { replace: true })
          }
        />
        <NewContactDialog />
      </div>
      {page.state === 'loading' && (
        <Skeleton aria-label="Loading contacts">
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {page.state === 'failed' && (
        <Failure error={page.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {page.state === 'ready' && page.value.contacts.length === 0 && (
        <Empty title={search === '' ? 'No contacts yet' : 'Nobody found'}>
          {search === ''
            ? 'People you write to from Outlook become contacts by themselves. You can also make one by hand.'
            : `No name, company or address contains “${search}”.`}
        </Empty>
      )}
      {page.state === 'ready' && page.value.contacts.length > 0 && (
        <>
          <Table aria-label="Contacts">
            <TableHeader>
              <TableRow>
                <TableHeaderCell>Name</TableHeaderCell>
                <TableHeaderCell>Company</TableHeaderCell>
                <TableHeaderCell>Address</TableHeaderCell>
                <TableHeaderCell>Legal basis</TableHeaderCell>
                <TableHeaderCell>Last activity</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {page.value.contacts.map((contact) => (
                <TableRow key={contact.id}>
                  <TableCell>
                    <RouterLink to={`/contacts/${contact.id}`}>{contact.name}</RouterLink>
                  </TableCell>
                  <TableCell>{contact.company ?? ''}</TableCell>
                  <TableCell>{contact.addresses.join(', ')}</TableCell>
                  <TableCell>{basisText(contact.basis)}</TableCell>
                  <TableCell title={contact.lastActivityAt && fullTime(contact.lastActivityAt)}>
                    {contact.lastActivityAt ? shortTime(contact.lastActivityAt) : 'none yet'}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
          {page.value.next !== undefined && (
            <Button disabled={loadingMore} onClick={() => void more(page.value.next ?? '')}>
              {loadingMore ? 'Loading …' : 'Show more'}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function NewContactDialog() {
  const styles = useStyles();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [saving, setSaving] = useState(false);
  const [address, setAddress] = useState('');

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    setSaving(true);
    setError(undefined);
    try {
      const company = text('company');
      const contact = await api.createContact({
        name: text('name'),
        addresses: [text('address')],
        ...(error?.code === 'address-erased' && { keepErased: true }),
        ...(company !== '' && { company }),
      });
      setOpen(false);
      await navigate(`/contacts/${contact.id}`);
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem)));
    } finally {
      setSaving(false);
    }
  };

  return (
    <Dialog open={open} onOpenChange={(_event, { open: now }) => setOpen(now)}>
      <DialogTrigger disableButtonEnhancement>
        <Button appearance="primary">New contact</Button>
      </DialogTrigger>
      <DialogSurface>
        <form onSubmit={(event) => void save(event)}>
          <DialogBody>
            <DialogTitle>New contact</DialogTitle>
            <DialogContent className={styles.form}>
              <Field label="Name" required>
                <Input name="name" maxLength={200} required />
              </Field>
              <Field
                label="Mail address"
                required
                {...(error?.field?.startsWith('address') && { validationMessage: error.message })}
              >
                <Input
                  name="address"
                  type="email"
                  maxLength={320}
                  required
                  onChange={(_event, { value }) => setAddress(value)}
                />
              </Field>
              <KeptMailHint address={address} />
              <Field label="Company">
                <Input name="company" maxLength={200} />
              </Field>
              {error && error.field?.startsWith('address') !== true && <Failure error={error} />}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>Cancel</Button>
              </DialogTrigger>
              <Button type="submit" appearance="primary" disabled={saving}>
                {saving ? 'Saving …' : error?.code === 'address-erased' ? 'Make it all the same' : 'Save'}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
