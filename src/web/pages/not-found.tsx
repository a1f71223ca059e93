import { RouterLink } from '../parts/event-line';
import { Empty, useTitle } from '../parts/states';
import { texts } from '../texts';

export function NotFoundPage() {
  useTitle(texts.notFound.title);
  return (
    <Empty title={texts.notFound.noSuchPage} action={<RouterLink to="/">{texts.notFound.toFeed}</RouterLink>}>
      {texts.notFound.why}
    </Empty>
  );
}
