import type { ContactField } from '../../core/api/contacts';
import type { SegmentView } from '../../core/api/segments';
import type { ApiError } from '../api';
import { contactsApi } from '../contacts-api';
import { marketingApi } from '../marketing-api';
import { useUsers } from '../parts/contacts/use-users';
import { segmentsApi } from '../segments-api';
import { firstPages } from '../use-pages';
import { useResource } from '../use-resource';

/** Of a hundred messages each, the latest first. */
const MOST_PAGES = 5;

/** What rules can name. */
export interface RuleChoices {
  fields: readonly ContactField[];
  users: readonly { id: number; name: string }[];
  segments: readonly Pick<SegmentView, 'id' | 'name'>[];
  messages: readonly { id: string; name: string }[];
  /** Some of it could not be loaded, and is not offered. */
  failed?: { error: ApiError; again: () => void } | undefined;
}

/** `without`: a segment that cannot be named, since the rule is its own. */
export function useRuleChoices(without?: string): RuleChoices {
  const users = useUsers();
  const [fields, loadFields] = useResource('contact-fields', contactsApi.fields);
  const [segments, loadSegments] = useResource('segments', segmentsApi.all);
  const [messages, loadMessages] = useResource('marketing-messages', () =>
    firstPages(
      async (cursor?: string) => {
        const page = await marketingApi.list({ limit: 100 }, cursor);
        return { items: page.messages, next: page.next };
      },
      () => MOST_PAGES,
    ),
  );
  const failed = [fields, segments, messages].find((one) => one.state === 'failed');
  return {
    users,
    fields: fields.state === 'ready' ? fields.value.fields : [],
    segments: segments.state === 'ready' ? segments.value.segments.filter(({ id }) => id !== without) : [],
    messages: messages.state === 'ready' ? messages.value.items : [],
    ...(failed && {
      failed: {
        error: failed.error,
        again: () => {
          loadFields();
          loadSegments();
          loadMessages();
        },
      },
    }),
  };
}
