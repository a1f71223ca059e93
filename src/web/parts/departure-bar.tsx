import {
  Button,
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { Link as RouterLink, useNavigate } from 'react-router';
import { can } from '../../core/access';
import type { ContactCard } from '../../core/api/shared';
import { api } from '../api';
import { shortTime } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useMe } from './me';

/** R3: an automatic answer said that the contact has left; whom it named instead can be opened or added. */
export function DepartureBar({ contact, onChange }: { contact: ContactCard; onChange: () => void }) {
  const { role } = useMe().user;
  const { busy, error, does } = useDoing();
  const navigate = useNavigate();
  const { departure } = contact;
  if (!departure) return null;
  const { name, address, contactId } = departure.successor ?? {};
  const shown = name ?? address;

  const add = async (to: string): Promise<void> => {
    let made = '';
    const wanted = {
      name: name ?? to,
      addresses: [to],
      ...(contact.company !== undefined && { company: contact.company }),
    };
    if (await does(async () => void (made = (await api.createContact(wanted)).id)))
      await navigate(`/contacts/${made}`);
  };
  const dismiss = async (): Promise<void> => {
    if (await does(async () => void (await api.stillThere(contact.id)))) onChange();
  };
  return (
    <MessageBar intent={error ? 'error' : 'warning'} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{texts.departure.title}</MessageBarTitle>
        {error
          ? error.message
          : `${texts.departure.told(shortTime(departure.at))}${shown === undefined ? '' : ` ${texts.departure.names} `}`}
        {!error &&
          shown !== undefined &&
          (contactId === undefined ? (
            <span>{[name, address].filter((part) => part !== undefined).join(', ')}</span>
          ) : (
            <RouterLink to={`/contacts/${contactId}`}>
              <Link as="span">{shown}</Link>
            </RouterLink>
          ))}
      </MessageBarBody>
      <MessageBarActions>
        {address !== undefined && contactId === undefined && can(role, 'create', 'contact') && (
          <Button size="small" disabled={busy} onClick={() => void add(address)}>
            {texts.departure.addOne(shown ?? address)}
          </Button>
        )}
        {can(role, 'change', 'contact') && (
          <Button size="small" disabled={busy} onClick={() => void dismiss()}>
            {texts.departure.stillThere}
          </Button>
        )}
      </MessageBarActions>
    </MessageBar>
  );
}
