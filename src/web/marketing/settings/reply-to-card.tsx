import {
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Subtitle1,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { MarketingSettings, ReplyTo, ReplyToAnswer, ReplyToOptions } from '../../../core/api/marketing';
import { marketingSettingsApi } from '../../marketing-settings-api';
import { RouterLink } from '../../parts/event-line';
import { usePageStyles } from '../../parts/page-styles';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useResource } from '../../use-resource';
import { AudienceNumber } from './audience-people';
import { MailboxSelect } from './mailbox-select';
import { RefusedAddress } from './refused-address';
import type { SettingsInHand } from './use-settings';

const useStyles = makeStyles({
  under: {
    display: 'grid',
    rowGap: tokens.spacingVerticalM,
    paddingLeft: tokens.spacingHorizontalXXL,
    maxWidth: '560px',
  },
  other: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'start' },
  button: { marginTop: '26px' },
  refused: {
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    paddingLeft: tokens.spacingHorizontalL,
  },
});

interface ReplyToCardProps {
  message: string;
  settings: MarketingSettings;
  mailboxes: ReplyToOptions['mailboxes'];
  disabled: boolean;
  /** Of the audience: how many have no owner with a connected mailbox. */
  withoutOwner: number | undefined;
  /** When the audience was counted. */
  counted: number;
  put: SettingsInHand['put'];
}

type Kind = ReplyTo['kind'];

/** M2, M3: where answers go. Nothing is chosen whose answers nobody would see; why not, and what helps, stands there. */
export function ReplyToCard(props: ReplyToCardProps) {
  const { message, settings, mailboxes, disabled, withoutOwner, counted, put } = props;
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.marketingSettings;
  const { replyTo, from } = settings;
  const [kind, setKind] = useState<Kind | undefined>(replyTo?.kind);
  const [refused, setRefused] = useState<{ answer: ReplyToAnswer; chosen: ReplyTo }>();
  const { busy, error, does } = useDoing();
  useEffect(() => setKind(replyTo?.kind), [replyTo?.kind]);

  const choose = (address: string, chosen: ReplyTo) =>
    does(async () => {
      const answer = await marketingSettingsApi.check(address);
      setRefused(answer.ok ? undefined : { answer, chosen });
      if (answer.ok) put({ replyTo: chosen });
    });
  const pick = (next: Kind): void => {
    setKind(next);
    setRefused(undefined);
    if (next === 'owner') put({ replyTo: { kind: 'owner', fallback: null } });
    if (next === 'from' && from) void choose(from.address, { kind: 'from' });
  };
  const onAnswer = useCallback(
    (answer: ReplyToAnswer) => {
      setRefused((now) => (now && !answer.ok ? { ...now, answer } : undefined));
      if (answer.ok && refused) put({ replyTo: refused.chosen });
    },
    [put, refused],
  );
  const unusable = mailboxes.filter((box) => box.refused !== undefined);
  const chosen = replyTo?.kind === kind ? addressOf(settings) : undefined;
  const note = refused ? (
    <RefusedAddress answer={refused.answer} onAnswer={onAnswer} />
  ) : (
    chosen !== undefined && <Standing address={chosen} />
  );

  return (
    <Card className={page.card}>
      <Subtitle1 as="h2">{words.replyTo}</Subtitle1>
      <Text className={page.quiet}>{words.replyToAbout}</Text>
      <RadioGroup
        aria-label={words.replyTo}
        value={kind ?? ''}
        disabled={disabled || busy}
        onChange={(_event, { value }) => {
          if (value === 'from' || value === 'mailbox' || value === 'owner') pick(value);
        }}
      >
        <Radio
          value="from"
          label={from ? words.useFrom : `${words.useFrom} (${words.useFromNone})`}
          disabled={disabled || !from}
        />
        {kind === 'from' && <div className={styles.under}>{note}</div>}
        <Radio value="mailbox" label={words.oneMailbox} />
        {kind === 'mailbox' && (
          <div className={styles.under}>
            <Field label={words.mailbox}>
              <MailboxSelect
                mailboxes={mailboxes}
                value={replyTo?.kind === 'mailbox' ? replyTo.address.toLowerCase() : ''}
                disabled={disabled}
                others={[{ value: '', words: words.choose }]}
                onChoose={(address) => address !== '' && void choose(address, { kind: 'mailbox', address })}
              />
            </Field>
            {mailboxes.length === 0 && (
              <Text>
                {words.noMailboxes} <RouterLink to="/settings/mailboxes">{words.connectOne}</RouterLink>
              </Text>
            )}
            {unusable.length > 0 && (
              <div>
                <Caption1>{words.notNow}</Caption1>
                <ul className={styles.refused}>
                  {unusable.map((box) => (
                    <li key={box.id}>{texts.said(box.words ?? box.address)}</li>
                  ))}
                </ul>
              </div>
            )}
            {!disabled && (
              <OtherAddress
                busy={busy}
                use={(address) => void choose(address, { kind: 'mailbox', address })}
              />
            )}
            {note}
          </div>
        )}
        <Radio value="owner" label={words.owner} />
        {kind === 'owner' && replyTo?.kind === 'owner' && (
          <div className={styles.under}>
            <Text className={page.quiet}>{words.ownerAbout}</Text>
            <Field label={words.fallback}>
              <MailboxSelect
                mailboxes={mailboxes}
                value={fallbackOf(replyTo)}
                disabled={disabled}
                others={[
                  { value: '', words: words.fallbackNone },
                  { value: 'leave-out', words: words.leaveOut },
                ]}
                of={words.fallbackTo}
                onChoose={(value) =>
                  put({
                    replyTo: {
                      kind: 'owner',
                      fallback:
                        value === ''
                          ? null
                          : value === 'leave-out'
                            ? { kind: 'leave-out' }
                            : { kind: 'mailbox', address: value },
                    },
                  })
                }
              />
            </Field>
            {withoutOwner !== undefined && withoutOwner > 0 && (
              <AudienceNumber
                message={message}
                counted={counted}
                which="without-owner-mailbox"
                words={words.withoutOwner(withoutOwner)}
              />
            )}
            {note}
          </div>
        )}
      </RadioGroup>
      {error && <Failure error={error} />}
    </Card>
  );
}

const fallbackOf = (replyTo: Extract<ReplyTo, { kind: 'owner' }>): string =>
  replyTo.fallback === null
    ? ''
    : replyTo.fallback.kind === 'leave-out'
      ? 'leave-out'
      : replyTo.fallback.address.toLowerCase();

function addressOf({ from, replyTo }: MarketingSettings): string | undefined {
  if (replyTo?.kind === 'mailbox') return replyTo.address;
  if (replyTo?.kind === 'from') return from?.address;
  return replyTo?.fallback?.kind === 'mailbox' ? replyTo.fallback.address : undefined;
}

/** How a chosen address stands now: it may have been lost since. */
function Standing({ address }: { address: string }) {
  const words = texts.marketingSettings;
  const [answer, , change] = useResource(`reply-to/${address}`, () => marketingSettingsApi.check(address));
  const onAnswer = useCallback((now: ReplyToAnswer) => change(() => now), [change]);
  if (answer.state !== 'ready') return null;
  const { value } = answer;
  return value.ok ? (
    <Text role="status">{words.watched(value.mailbox?.address ?? address)}</Text>
  ) : (
    <RefusedAddress answer={value} onAnswer={onAnswer} />
  );
}

function OtherAddress({ busy, use }: { busy: boolean; use: (address: string) => void }) {
  const styles = useStyles();
  const words = texts.marketingSettings;
  const [address, setAddress] = useState('');
  return (
    <form
      className={styles.other}
      onSubmit={(event) => {
        event.preventDefault();
        if (address.trim() !== '') use(address.trim());
      }}
    >
      <Field label={words.other} hint={words.otherHint}>
        <Input value={address} maxLength={320} onChange={(_event, { value }) => setAddress(value)} />
      </Field>
      <Button type="submit" className={styles.button} disabledFocusable={busy || address.trim() === ''}>
        {words.check}
      </Button>
    </form>
  );
}
