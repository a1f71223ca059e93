import { Badge, type BadgeProps } from '@fluentui/react-components';
import type { MarketingState } from '../../core/api/marketing-messages';
import { texts } from '../texts';

const COLOURS: Record<MarketingState, NonNullable<BadgeProps['color']>> = {
  draft: 'informative',
  scheduled: 'brand',
  sending: 'brand',
  paused: 'warning',
  sent: 'success',
  cancelled: 'danger',
};

/** Where a marketing message stands. */
export function StateBadge({ state }: { state: MarketingState }) {
  return (
    <Badge appearance="tint" color={COLOURS[state]}>
      {texts.marketing.states[state]}
    </Badge>
  );
}
