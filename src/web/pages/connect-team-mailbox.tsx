import {
  Button,
  Field,
  Input,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  Textarea,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { DEFAULT_LOG_RULE } from '../../core/api/log-rules';
import type { Mailboxes } from '../../core/api/mailboxes';
import { sameAddress } from '../../core/policy';
import { api } from '../api';
import { LogRuleChoice, wholeRule, type DraftRule } from '../parts/log-rule-choice';
import { RulePreview } from '../parts/rule-preview';
import { Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '640px',
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** An address far enough typed to be asked for. */
const isWhole = (address: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address.trim());

const ruleOf = ({ mailboxes }: Mailboxes, address: string): DraftRule =>
  mailboxes.find((one) => one.kind === 'team' && sameAddress(one.address, address.trim()))?.rule ??
  DEFAULT_LOG_RULE;

/** R1: an administrator connects a team's mailbox, by the organisation's permission. */
export function ConnectTeamMailboxPage() {
  const styles = useStyles();
  useTitle(texts.mailboxes.connectTeam);
  const navigate = useNavigate();
  const [address, setAddress] = useState('');
  const [team, setTeam] = useState('');
  const [members, setMembers] = useState('');
  const [chosen, setChosen] = useState<DraftRule>();
  /** The address once it is written to its end. */
  const [written, setWritten] = useState('');
  const { busy, error, does } = useDoing();
  const [mailboxes, reload] = useResource('mailboxes', api.mailboxes);
  /** Of one that was connected before, it stands until another is chosen. */
  const rule = chosen ?? (mailboxes.state === 'ready' ? ruleOf(mailboxes.value, address) : undefined);
  const whole = rule && wholeRule(rule);
  const connect = (event: FormEvent): void => {
    event.preventDefault();
    void does(async () => {
      const mailbox = await api.connectMailbox({
        kind: 'team',
        address,
        team,
        members: members.split(/[\s,;]+/).filter((one) => one !== ''),
        // What is shown, whatever stood before.
        ...(whole && { rule: whole }),
      });
      await navigate(`/settings/mailboxes/${mailbox.id}`);
    });
  };
  return (
    <form className={styles.page} onSubmit={connect}>
      <Title2 as="h1">{texts.mailboxes.connectTeam}</Title2>
      <Text className={styles.quiet}>{texts.connect.teamAbout}</Text>
      <Field label={texts.connect.address} required>
        <Input
          type="email"
          value={address}
          onChange={(_event, { value }) => setAddress(value)}
          onBlur={() => setWritten(isWhole(address) ? address.trim() : '')}
        />
      </Field>
      <Field label={texts.connect.team} required hint={texts.connect.teamHint}>
        <Input value={team} maxLength={100} onChange={(_event, { value }) => setTeam(value)} />
      </Field>
      <Field label={texts.connect.members} hint={texts.connect.membersHint}>
        <Textarea value={members} onChange={(_event, { value }) => setMembers(value)} />
      </Field>
      {mailboxes.state === 'failed' && (
        <Failure error={mailboxes.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {mailboxes.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(texts.mailboxes.connectTeam)}>
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {rule && <LogRuleChoice rule={rule} onChange={setChosen} />}
      {rule && written !== '' && <RulePreview of={{ team: written }} rule={whole} />}
      {error && <Failure error={error} />}
      <div className={styles.row}>
        <Button
          type="submit"
          appearance="primary"
          disabledFocusable={busy || address === '' || team === '' || whole === undefined}
        >
          {busy ? texts.connect.connecting : texts.connect.connect}
        </Button>
        <Button onClick={() => void navigate('/settings')}>{texts.common.cancel}</Button>
      </div>
    </form>
  );
}
