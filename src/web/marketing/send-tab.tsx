import { Button, Skeleton, SkeletonItem, Text } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { SendingProgress } from '../../core/api/marketing-sending';
import { marketingSendApi } from '../marketing-send-api';
import { usePageStyles } from '../parts/page-styles';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { OutcomeCard } from './send/outcome-card';
import { ProgressCard } from './send/progress-card';
import { ReviewCard } from './send/review-card';
import { UnclearCard } from './send/unclear-card';
import type { MarketingTabProps } from './tabs';

const LOOK_MS = 2_000;
const IDLE_MS = 15_000;

/** What is done to a message on its way. */
export type Step = (act: () => Promise<SendingProgress>) => void;

/** M1, M13: looked over, sent now or later, and watched as it leaves. */
export function SendTab({ message, reload }: MarketingTabProps) {
  const page = usePageStyles();
  const words = texts.marketingSend;
  const { id } = message;
  const [progress, again, change] = useResource(`sending/${id}`, () => marketingSendApi.progress(id));
  const { busy, error, does } = useDoing();
  const state = progress.state === 'ready' ? progress.value.state : undefined;
  useEffect(() => {
    if (state === undefined || state === 'draft' || state === 'cancelled') return undefined;
    const timer = setInterval(again, state === 'sending' ? LOOK_MS : IDLE_MS);
    return () => clearInterval(timer);
  }, [state, again]);
  // Its name plate and the other tabs say the state too.
  useEffect(() => {
    if (state !== undefined && state !== message.state) reload();
  }, [state, message.state, reload]);

  if (progress.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(words.tab)}>
        <SkeletonItem size={96} />
      </Skeleton>
    );
  }
  if (progress.state === 'failed') {
    return (
      <Failure error={progress.error} action={<Button onClick={again}>{texts.common.tryAgain}</Button>} />
    );
  }
  const { value } = progress;
  const step: Step = (act) =>
    void does(async () => {
      const now = await act();
      change(() => now);
    });
  return (
    <div className={page.page}>
      {error && <Failure error={error} />}
      {value.state === 'draft' ? (
        <ReviewCard message={message} busy={busy} step={step} />
      ) : (
        <ProgressCard id={id} progress={value} busy={busy} step={step} />
      )}
      {value.copies.unclear > 0 && (
        <UnclearCard
          id={id}
          count={value.copies.unclear}
          cancelled={value.state === 'cancelled'}
          busy={busy}
          step={step}
        />
      )}
      {value.begunAt !== undefined && value.reasons.length > 0 && <OutcomeCard progress={value} />}
      {value.automatic && <Text className={page.quiet}>{words.automatic}</Text>}
    </div>
  );
}
