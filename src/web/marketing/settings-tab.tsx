import {
  Button,
  Caption1,
  MessageBar,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
} from '@fluentui/react-components';
import { can } from '../../core/access';
import { marketingSettingsApi } from '../marketing-settings-api';
import { useMe } from '../parts/me';
import { usePageStyles } from '../parts/page-styles';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';
import { AudienceCard } from './settings/audience-card';
import { FromCard } from './settings/from-card';
import { ReplyToCard } from './settings/reply-to-card';
import { TrackingCard } from './settings/tracking-card';
import { useSettings } from './settings/use-settings';
import type { MarketingTabProps } from './tabs';

const COUNT_EVERY_MS = 30_000;

/** M2–M4: from whom a message is, where answers go, what is tracked, and who gets it. Every choice is kept at once. */
export function SettingsTab({ message, reload: reloadMessage }: MarketingTabProps) {
  const page = usePageStyles();
  const words = texts.marketingSettings;
  const mayChange = can(useMe().user.role, 'change', 'marketing-message');
  const { view, reload, put, saving, error, saved } = useSettings(message.id, reloadMessage);
  const [count, again] = useResource(`audience/${message.id}/${saved}`, () =>
    marketingSettingsApi.audience(message.id),
  );
  // People come into segments, and out of them, all the while.
  useEvery(message.canChange ? COUNT_EVERY_MS : undefined, again);
  // Who may not choose an address is not told of colleagues' mailboxes.
  const [boxes, reloadBoxes] = useResource(`reply-to/${mayChange}`, async () =>
    mayChange ? marketingSettingsApi.mailboxes() : { mailboxes: [] },
  );
  if (view.state === 'loading' || boxes.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(words.tab)}>
        <SkeletonItem size={96} />
      </Skeleton>
    );
  }
  if (view.state === 'failed') {
    return <Failure error={view.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  if (boxes.state === 'failed') {
    return (
      <Failure error={boxes.error} action={<Button onClick={reloadBoxes}>{texts.common.tryAgain}</Button>} />
    );
  }
  const { value } = view;
  const shared = {
    settings: value.settings,
    mailboxes: boxes.value.mailboxes,
    disabled: !value.canChange,
    put,
  };
  return (
    <div className={page.page}>
      {!value.canChange && (
        <MessageBar>
          <MessageBarBody>
            {mayChange ? texts.marketing.notADraft : texts.marketing.notAllowed}
          </MessageBarBody>
        </MessageBar>
      )}
      {value.canChange && <Caption1 role="status">{saving ? words.saving : words.saved}</Caption1>}
      {error && <Failure error={error} />}
      <FromCard {...shared} />
      <ReplyToCard
        {...shared}
        message={message.id}
        counted={saved}
        withoutOwner={count.state === 'ready' ? count.value.withoutOwnerMailbox : undefined}
      />
      <AudienceCard message={message.id} view={value} count={count} counted={saved} again={again} put={put} />
      <TrackingCard view={value} put={put} />
    </div>
  );
}
