import {
  Badge,
  Button,
  Skeleton,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import type { Calls } from '../../core/api/workflows';
import { shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { Empty, Failure } from '../parts/states';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { workflowsApi } from './workflows-api';

const COLOURS = { waiting: 'informative', delivered: 'success', failed: 'danger' } as const;

function outcome({ status, error, attempts }: Calls['calls'][number]): string {
  const words = texts.workflows.calls;
  const errors: Readonly<Record<string, string>> = words.errors;
  return [
    ...(status === undefined ? [] : [words.status(status)]),
    ...(error === undefined ? [] : [errors[error] ?? error]),
    ...(attempts > 1 ? [words.attempts(attempts)] : []),
  ].join(' · ');
}

/** The latest calls of a workflow's webhooks. */
export function CallsTab({ id }: { id: string }) {
  const words = texts.workflows.calls;
  const [calls, reload] = useResource(`workflow-calls/${id}`, () => workflowsApi.calls(id));
  if (calls.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(words.title)}>
        <SkeletonItem size={64} />
      </Skeleton>
    );
  }
  if (calls.state === 'failed') {
    return <Failure error={calls.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  if (calls.value.calls.length === 0) return <Empty title={words.none}>{''}</Empty>;
  return (
    <Table aria-label={words.title} size="small">
      <TableHeader>
        <TableRow>
          <TableHeaderCell>{words.when}</TableHeaderCell>
          <TableHeaderCell>{texts.workflows.people.contact}</TableHeaderCell>
          <TableHeaderCell>{words.where}</TableHeaderCell>
          <TableHeaderCell>{words.outcome}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {calls.value.calls.map((call) => (
          <TableRow key={call.id}>
            <TableCell>{shortTime(call.at)}</TableCell>
            <TableCell>
              {call.contact ? (
                <RouterLink to={`/contacts/${call.contact.id}`}>{call.contact.name}</RouterLink>
              ) : (
                texts.workflows.people.erased
              )}
            </TableCell>
            <TableCell>{URL.canParse(call.url) ? new URL(call.url).host : call.url}</TableCell>
            <TableCell>
              <Badge appearance="tint" color={COLOURS[call.state]}>
                {words.states[call.state]}
              </Badge>{' '}
              {outcome(call)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
