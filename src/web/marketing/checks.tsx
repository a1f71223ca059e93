import { Button, Caption1, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { ErrorCircleFilled } from '@fluentui/react-icons/svg/error-circle';
import { WarningFilled } from '@fluentui/react-icons/svg/warning';
import { useState } from 'react';
import { SendChecks, type SendCheck } from '../../core/api/marketing';
import { request } from '../api';
import { fullTime } from '../format';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  line: { display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalS },
  words: { display: 'grid', overflowWrap: 'anywhere', justifyItems: 'start' },
  fix: { color: tokens.colorNeutralForeground2 },
  yes: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
  no: { color: tokens.colorStatusDangerForeground1 },
  record: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    margin: 0,
    padding: tokens.spacingHorizontalS,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
  value: { margin: 0, overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace },
});
const ICONS = { yes: CheckmarkCircleFilled, warning: WarningFilled, no: ErrorCircleFilled } as const;
const ORDER = { no: 0, warning: 1, yes: 2 } as const;

/** Those that stop the sending first; among equals in the order in which one sees to them. */
export const worstFirst = (checks: readonly SendCheck[]): SendCheck[] =>
  checks
    .map((check, i) => ({ check, i }))
    .sort((a, b) => ORDER[a.check.ok] - ORDER[b.check.ok] || a.i - b.i)
    .map(({ check }) => check);

/** M13: what has to be seen to before a message is sent, each with what to do. */
export function CheckList({ checks }: { checks: readonly SendCheck[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={texts.marketingSettings.checks}>
      {worstFirst(checks).map((check) => (
        <li key={check.code}>
          <Check check={check} />
        </li>
      ))}
    </ul>
  );
}

function Check({ check }: { check: SendCheck }) {
  const styles = useStyles();
  const words = texts.marketingSettings;
  const Icon = ICONS[check.ok];
  return (
    <div className={styles.line}>
      <Icon className={styles[check.ok]} fontSize={20} role="img" aria-label={words.checkOk[check.ok]} />
      <div className={styles.words}>
        <Text weight="semibold">{words.checkNames[check.code]}</Text>
        <Text>{texts.said(check.words)}</Text>
        {check.endsAt !== undefined && <Text>{words.ends(fullTime(check.endsAt))}</Text>}
        {check.fix !== undefined && <Text className={styles.fix}>{texts.said(check.fix)}</Text>}
        {check.record && <DnsRecord record={check.record} />}
      </div>
    </div>
  );
}

function DnsRecord({ record }: { record: NonNullable<SendCheck['record']> }) {
  const styles = useStyles();
  const words = texts.marketingSettings;
  const [copied, setCopied] = useState(false);
  return (
    <>
      <dl className={styles.record}>
        <dt>
          <Caption1>{words.recordType}</Caption1>
        </dt>
        <dd className={styles.value}>{record.type}</dd>
        <dt>
          <Caption1>{words.recordName}</Caption1>
        </dt>
        <dd className={styles.value}>{record.name}</dd>
        <dt>
          <Caption1>{words.recordValue}</Caption1>
        </dt>
        <dd className={styles.value}>{record.value}</dd>
      </dl>
      <Button
        size="small"
        onClick={() => void navigator.clipboard.writeText(record.value).then(() => setCopied(true))}
      >
        {copied ? texts.common.done : words.copyValue}
      </Button>
    </>
  );
}

/** The checks of a draft, made as this is shown and again when asked for. `version`: of the message. */
export function MessageChecks({ id, version }: { id: string; version: number }) {
  const words = texts.marketingSettings;
  const [checks, reload] = useResource(`marketing-checks/${id}/${version}`, () =>
    request(`/api/v1/marketing/${id}/checks`, SendChecks),
  );
  if (checks.state === 'loading') return <Spinner size="tiny" label={words.checking} />;
  if (checks.state === 'failed') {
    return (
      <Failure error={checks.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
    );
  }
  const stops = checks.value.checks.filter(({ ok }) => ok === 'no').length;
  return (
    <>
      <Text role="status">{stops === 0 ? words.ready : words.stopped(stops)}</Text>
      <CheckList checks={checks.value.checks} />
      <div>
        <Button onClick={reload}>{words.checkAgain}</Button>
      </div>
    </>
  );
}
