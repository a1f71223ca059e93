import type { ContactField } from '../../core/api/contacts';
import type { SegmentView } from '../../core/api/segments';
import { contactsApi } from '../contacts-api';
import { marketingApi } from '../marketing-api';
import { useUsers } from '../parts/contacts/use-users';
import { segmentsApi } from '../segments-api';
import { useResource } from '../use-resource';

/** What rules can name. What cannot be loaded is not offered. */
export interface RuleChoices {
  fields: readonly ContactField[];
  users: readonly { id: number; name: string }[];
  segments: readonly Pick<SegmentView, 'id' | 'name'>[];
  messages: readonly { id: string; name: string }[];
}

/** `without`: a segment that cannot be named, since the rule is its own. */
export function useRuleChoices(without?: string): RuleChoices {
  const users = useUsers();
  const [fields] = useResource('contact-fields', contactsApi.fields);
  const [segments] = useResource('segments', segmentsApi.all);
  const [messages] = useResource('marketing-messages', () => marketingApi.list({}));
  return {
    users,
    fields: fields.state === 'ready' ? fields.value.fields : [],
    segments: segments.state === 'ready' ? segments.value.segments.filter(({ id }) => id !== without) : [],
    messages: messages.state === 'ready' ? messages.value.messages : [],
  };
}
