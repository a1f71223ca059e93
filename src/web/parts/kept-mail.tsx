import { Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { shortTime } from '../format';
import { logApi } from '../log-api';
import { texts } from '../texts';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

/** An address far enough typed to be asked for. */
const isWhole = (address: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address.trim());

/** L14: what of kept mail an address would bring onto a contact's record, before it is saved. */
export function KeptMailHint({ address }: { address: string }) {
  return isWhole(address) ? <Hint address={address.trim()} /> : null;
}

function Hint({ address }: { address: string }) {
  const styles = useStyles();
  const [kept] = useResource(`kept/${address}`, () => logApi.keptMail(address));
  if (kept.state !== 'ready' || kept.value.messages === 0) return null;
  const { messages, samples } = kept.value;
  return (
    <div role="status">
      <Caption1 className={styles.quiet}>{texts.contacts.kept(messages)}</Caption1>
      <ul className={styles.list}>
        {samples.map(({ id, at, subject }) => (
          <li key={id}>
            <Caption1>
              {subject || texts.common.noSubject}, {shortTime(at)}
            </Caption1>
          </li>
        ))}
      </ul>
    </div>
  );
}
