import { Button, Card, Subtitle1, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { LogRule } from '../../core/api/log-rules';
import type { MailboxView } from '../../core/api/mailboxes';
import { api } from '../api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { LogRuleChoice, wholeRule, type DraftRule } from './log-rule-choice';
import { usePageStyles } from './page-styles';
import { RulePreview } from './rule-preview';
import { useSaved } from './saved-note';
import { Failure } from './states';

interface RuleProps {
  mailbox: MailboxView;
  onChange: (now: MailboxView) => void;
}

/** L12: what of a mailbox is logged; its owner, or an administrator for a team, chooses it anew. */
export function MailboxRule({ mailbox, onChange }: RuleProps) {
  const styles = usePageStyles();
  const { rule } = mailbox;
  return (
    <Card className={styles.card}>
      <Subtitle1 as="h2">{texts.connect.whatIsLogged}</Subtitle1>
      {mailbox.may.chooseRule && rule ? (
        <Choice mailbox={mailbox} rule={rule} onChange={onChange} />
      ) : (
        <>
          {rule && <Text>{texts.mailboxes.ruleOfSent(sentWords(rule))}</Text>}
          {rule && <Text>{texts.mailboxes.ruleOfReceived(receivedWords(rule))}</Text>}
          <Text size={200} className={styles.quiet}>
            {mailbox.kind === 'team' ? texts.mailboxes.ruleByAdmin : texts.mailboxes.ruleByOwner}
          </Text>
        </>
      )}
    </Card>
  );
}

const named = (words: string, category: string | undefined): string =>
  category === undefined ? words : texts.mailboxes.ruleCategory(words, category);
const sentWords = ({ sent, sentCategory }: LogRule): string =>
  named(texts.connect.sent[sent], sent === 'category' ? sentCategory : undefined);
const receivedWords = ({ received, receivedCategory }: LogRule): string =>
  named(texts.connect.received[received], received === 'category' ? receivedCategory : undefined);

/** The pane's mail is not the server's to look at, nor that of a mailbox which is not watched. */
const canLook = ({ access, state }: MailboxView): boolean =>
  access !== 'pane' && (state === 'watching' || state === 'connecting' || state === 'failing');

function Choice({ mailbox, rule: chosen, onChange }: RuleProps & { rule: LogRule }) {
  const styles = usePageStyles();
  const [draft, setDraft] = useState<DraftRule>();
  const { busy, error, does } = useDoing();
  const { saved, note } = useSaved();
  const whole = wholeRule(draft ?? chosen);
  const isNew = draft !== undefined && JSON.stringify(whole) !== JSON.stringify(wholeRule(chosen));
  const save = (rule: LogRule): void =>
    void does(async () => {
      onChange(await api.chooseRule(mailbox.id, rule));
      setDraft(undefined);
      saved();
    });
  return (
    <>
      <LogRuleChoice rule={draft ?? chosen} onChange={setDraft} />
      {isNew && (
        <>
          {canLook(mailbox) && <RulePreview of={{ mailbox: mailbox.id }} rule={whole} />}
          <div className={styles.row}>
            <Button
              appearance="primary"
              disabledFocusable={busy || whole === undefined}
              onClick={() => whole && save(whole)}
            >
              {texts.common.save}
            </Button>
            <Button onClick={() => setDraft(undefined)}>{texts.common.cancel}</Button>
          </div>
        </>
      )}
      {error && <Failure error={error} />}
      <Text size={200} className={styles.quiet}>
        {texts.mailboxes.ruleFromNow}
      </Text>
      {note}
    </>
  );
}
