import {
  Button,
  Card,
  Caption1,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  ProgressBar,
  Subtitle1,
  Text,
  tokens,
} from '@fluentui/react-components';
import { can } from '../../../core/access';
import type { SendingProgress } from '../../../core/api/marketing-sending';
import { fullTime, number, shortTime } from '../../format';
import { marketingSendApi } from '../../marketing-send-api';
import { useMe } from '../../parts/me';
import { usePageStyles } from '../../parts/page-styles';
import { locale, texts } from '../../texts';
import type { Step } from '../send-tab';

const useStyles = makeStyles({
  numbers: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(120px, 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
  },
  one: { display: 'grid', margin: 0 },
  value: {
    margin: 0,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  name: { color: tokens.colorNeutralForeground2 },
});

interface ProgressCardProps {
  id: string;
  progress: SendingProgress;
  busy: boolean;
  step: Step;
}

/** How far it is, live, and what can be done about it. Nothing asks "are you sure": each step can be taken back. */
export function ProgressCard({ id, progress, busy, step }: ProgressCardProps) {
  const styles = useStyles();
  const page = usePageStyles();
  const words = texts.marketingSend;
  const { state, copies } = progress;
  const maySend = can(useMe().user.role, 'change', 'marketing-send');
  const left = copies.waiting + copies.trying;
  const tried = copies.accepted + copies.refused + copies.unclear;
  const begun = progress.begunAt !== undefined;
  return (
    <Card className={page.card}>
      <Subtitle1 as="h2">{headline(progress)}</Subtitle1>
      {progress.pause && (
        <MessageBar intent={progress.pause.reason === 'user' ? 'info' : 'warning'} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{words.pauseReasons[progress.pause.reason](progress.pause.by)}</MessageBarTitle>
            {progress.pause.detail !== undefined && texts.said(progress.pause.detail)}
          </MessageBarBody>
        </MessageBar>
      )}
      {state === 'scheduled' && progress.sendAt !== undefined && (
        <Text>{words.leavesAt(whenIn(progress.sendAt, progress.timeZone))}</Text>
      )}
      {begun && !progress.automatic && (
        <ProgressBar
          aria-label={words.progress(tried, tried + left)}
          value={tried + left === 0 ? 1 : tried / (tried + left)}
          {...(!progress.counted && { value: undefined })}
          color={state === 'sent' ? 'success' : state === 'paused' ? 'warning' : 'brand'}
        />
      )}
      {begun && (
        <dl className={styles.numbers}>
          <Number name={words.accepted} value={copies.accepted} />
          <Number name={words.waiting} value={left} />
          <Number name={words.refused} value={copies.refused} />
          <Number name={words.unclear} value={copies.unclear} />
          <Number name={words.leftOut} value={copies.leftOut} />
        </dl>
      )}
      {state === 'sending' && (
        <Caption1 className={page.quiet} role="status">
          {[
            words.perMinute(progress.perMinute),
            ...(progress.nextAt !== undefined ? [words.rests(shortTime(progress.nextAt))] : []),
            ...(progress.endsAt !== undefined ? [endsWords(progress.endsAt)] : []),
          ].join(' ')}
        </Caption1>
      )}
      {maySend && (
        <div className={page.row}>
          {state === 'scheduled' && (
            <Button
              disabledFocusable={busy}
              onClick={() => step(() => marketingSendApi.step(id, 'unschedule'))}
            >
              {words.unschedule}
            </Button>
          )}
          {state === 'sending' && (
            <Button disabledFocusable={busy} onClick={() => step(() => marketingSendApi.step(id, 'pause'))}>
              {words.pause}
            </Button>
          )}
          {(state === 'paused' || (state === 'cancelled' && (left > 0 || !progress.counted))) && (
            <Button
              appearance="primary"
              disabledFocusable={busy}
              onClick={() => step(() => marketingSendApi.step(id, 'resume'))}
            >
              {state === 'paused' ? words.resume : words.resumeCancelled}
            </Button>
          )}
          {state === 'paused' && !begun && (
            <Button
              disabledFocusable={busy}
              onClick={() => step(() => marketingSendApi.step(id, 'unschedule'))}
            >
              {words.unschedule}
            </Button>
          )}
          {begun && (state === 'sending' || state === 'paused') && (
            <Button disabledFocusable={busy} onClick={() => step(() => marketingSendApi.step(id, 'cancel'))}>
              {words.cancel}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

const MOMENT_MS = 45_000;

const endsWords = (at: string): string =>
  Date.parse(at) - Date.now() < MOMENT_MS
    ? texts.marketingSend.endsSoon
    : texts.marketingSend.ends(shortTime(at));

function Number({ name, value }: { name: string; value: number }) {
  const styles = useStyles();
  return (
    <div className={styles.one}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{number(value)}</dd>
    </div>
  );
}

function headline({ state, endedAt, begunAt, automatic }: SendingProgress): string {
  const words = texts.marketingSend;
  if (automatic) return words.headlines.automatic;
  if (state === 'sent' && endedAt !== undefined) return words.sentAt(shortTime(endedAt));
  if (state === 'paused' && begunAt === undefined) return words.headlines.stopped;
  return words.headlines[state];
}

/** In the zone in which it was chosen, which is named. */
function whenIn(iso: string, zone: string | undefined): string {
  if (zone === undefined || zone === Intl.DateTimeFormat().resolvedOptions().timeZone) return fullTime(iso);
  const there = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: zone,
  });
  return `${there.format(new Date(iso))} (${zone.replaceAll('_', ' ')})`;
}
