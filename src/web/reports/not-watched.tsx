import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import type { ReplyGap } from '../../core/api/marketing';
import { shortTime } from '../format';
import { texts } from '../texts';

/** M10: when answers were not seen, so that nobody takes what is counted for all there is. */
export function NotWatched({ gaps }: { gaps: readonly ReplyGap[] }) {
  const words = texts.reports;
  return gaps.map(({ address, from, to }) => (
    <MessageBar key={`${address} ${from}`} intent="warning" layout="multiline">
      <MessageBarBody>
        {to === undefined
          ? words.notWatchedNow(address, shortTime(from))
          : words.notWatched(address, shortTime(from), shortTime(to))}
      </MessageBarBody>
    </MessageBar>
  ));
}
