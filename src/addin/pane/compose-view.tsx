import {
  Badge,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Switch,
  Text,
  tokens,
  type BadgeProps,
} from '@fluentui/react-components';
import { sameAddress } from '../../core/policy';
import type { RecipientAnswer, Standing } from '../../core/policy/types';
import type { Surroundings } from '../launch/surroundings';
import type { Person } from '../office';
import { usePane } from './context';
import { Empty, Failed, Loading, Section } from './parts';
import { foretell, recipientWords } from './sentences';
import { useCompose } from './use-compose';

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  people: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gap: tokens.spacingVerticalS },
  person: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  line: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    alignItems: 'center',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  because: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

const COLORS: Record<Standing, BadgeProps['color']> = {
  known: 'success',
  new: 'informative',
  noBasis: 'warning',
  objected: 'danger',
  neverLogged: 'danger',
  colleague: 'subtle',
  list: 'informative',
  noTracking: 'warning',
};

/** A mail being written: its switches, who is on it, and what will happen on Send (A1). */
export function ComposeView({ item, around, ready }: { item: unknown; around: Surroundings; ready: number }) {
  const styles = useStyles();
  const { texts } = usePane();
  const { compose, toggle, again } = useCompose(item, around, ready);
  if (compose.state === 'loading') return <Loading label={texts.loading} />;
  const retry = (): void => void again();
  if (compose.state === 'failed') {
    return <Failed failure={{ ok: false, how: 'broken', message: texts.failure.outlook }} again={retry} />;
  }
  const { switches, test, people, answers, outcome, plainText } = compose;
  const words = outcome
    ? foretell(texts, { outcome, plainText, track: switches?.track ?? false, recipients: people, answers })
    : null;
  return (
    <div className={styles.view}>
      {compose.unreached && <Failed failure={{ ok: false, how: 'offline', message: '' }} again={retry} />}
      <div>
        <Switch
          label={texts.compose.track}
          title={texts.compose.trackHint}
          checked={switches?.track ?? false}
          disabled={!switches}
          onChange={(_event, { checked }) => void toggle({ track: checked })}
        />
        <Switch
          label={texts.compose.log}
          title={texts.compose.logHint}
          checked={switches?.log ?? false}
          disabled={!switches}
          onChange={(_event, { checked }) => void toggle({ log: checked })}
        />
        {test.possible && (
          <Switch
            label={texts.compose.test}
            title={texts.compose.testHint}
            checked={test.on}
            onChange={(_event, { checked }) => void toggle({ test: checked })}
          />
        )}
        {compose.switchFailed && (
          <MessageBar intent="error">
            <MessageBarBody>{texts.compose.switchFailed}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      <Section title={texts.compose.people}>
        {people.length === 0 && <Empty>{texts.compose.noPeople}</Empty>}
        <ul className={styles.people}>
          {people.map((person, i) => (
            <PersonLine
              key={`${person.address} ${i}`}
              person={person}
              answer={answers.find((one) => sameAddress(one.address, person.address))}
            />
          ))}
        </ul>
      </Section>
      {words && (
        <Section title={texts.compose.onSend}>
          <Text role="status">{words.summary}</Text>
          {words.because.length > 0 && (
            <ul className={styles.because}>
              {words.because.map((line) => (
                <li key={line}>
                  <Text size={200}>{line}</Text>
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
    </div>
  );
}

function PersonLine({ person, answer }: { person: Person; answer: RecipientAnswer | undefined }) {
  const styles = useStyles();
  const { texts } = usePane();
  const why = answer ? recipientWords(texts, answer) : null;
  return (
    <li className={styles.person}>
      <span className={styles.line}>
        <Text weight="semibold">{person.name || person.address}</Text>
        <Badge appearance="tint" color={answer ? COLORS[answer.standing] : 'subtle'}>
          {answer ? texts.standings[answer.standing] : texts.unknownStanding}
        </Badge>
      </span>
      <Text size={200} className={styles.quiet}>
        {person.name && person.name !== person.address ? `${person.address}. ` : ''}
        {why}
      </Text>
    </li>
  );
}
