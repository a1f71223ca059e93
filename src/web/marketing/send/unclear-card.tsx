import { Button, Caption1, Card, makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { can } from '../../../core/access';
import { shortTime } from '../../format';
import { marketingSendApi } from '../../marketing-send-api';
import { RouterLink } from '../../parts/event-line';
import { useMe } from '../../parts/me';
import { usePageStyles } from '../../parts/page-styles';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import { useResource } from '../../use-resource';
import type { Step } from '../send-tab';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  who: { overflowWrap: 'anywhere', minWidth: 0 },
});

interface UnclearCardProps {
  id: string;
  count: number;
  /** One that was cancelled sends nothing until somebody goes on with it. */
  cancelled: boolean;
  busy: boolean;
  step: Step;
}

/** Copies of which nobody knows whether they left: a person decides about a second one. */
export function UnclearCard({ id, count, cancelled, busy, step }: UnclearCardProps) {
  const styles = useStyles();
  const page = usePageStyles();
  const words = texts.marketingSend;
  const maySend = can(useMe().user.role, 'create', 'marketing-send') && !cancelled;
  const [unclear, again] = useResource(`unclear/${id}/${count}`, () => marketingSendApi.unclear(id));
  return (
    <Card className={page.card}>
      <Subtitle1 as="h2">{words.unclearTitle(count)}</Subtitle1>
      <Text>{words.unclearAbout}</Text>
      {unclear.state === 'failed' && (
        <Failure error={unclear.error} action={<Button onClick={again}>{texts.common.tryAgain}</Button>} />
      )}
      {unclear.state === 'ready' && (
        <ul className={styles.list}>
          {unclear.value.copies.map(({ idx, name, address, contactId, triedAt }) => (
            <li key={idx} className={page.between}>
              <span className={styles.who}>
                {contactId === undefined ? (
                  name || address
                ) : (
                  <RouterLink to={`/contacts/${contactId}`}>{name || address}</RouterLink>
                )}{' '}
                <Caption1 className={page.quiet}>
                  {triedAt === undefined ? address : words.triedAt(address, shortTime(triedAt))}
                </Caption1>
              </span>
              {maySend && (
                <Button
                  size="small"
                  disabledFocusable={busy}
                  aria-label={words.againTo(name || address)}
                  onClick={() => step(() => marketingSendApi.again(id, [idx]))}
                >
                  {words.again}
                </Button>
              )}
            </li>
          ))}
          {unclear.value.more && (
            <li>
              <Caption1 className={page.quiet}>{words.unclearMore}</Caption1>
            </li>
          )}
        </ul>
      )}
      {maySend && count > 1 && (
        <div>
          <Button disabledFocusable={busy} onClick={() => step(() => marketingSendApi.again(id))}>
            {words.againAll(count)}
          </Button>
        </div>
      )}
    </Card>
  );
}
