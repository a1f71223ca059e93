import { RouterLink } from '../parts/event-line';
import { Empty, useTitle } from '../parts/states';

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <Empty title="There is no such page" action={<RouterLink to="/">Go to the feed</RouterLink>}>
      The address may be mistyped, or what was here is gone.
    </Empty>
  );
}
