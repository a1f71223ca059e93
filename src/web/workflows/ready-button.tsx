import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { RouterLink } from '../parts/event-line';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { workflowsApi } from './workflows-api';

const useStyles = makeStyles({
  parts: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Of a draft: has workflows send it from now on, if nothing stops that (M13). */
export function ReadyButton({ message, reload }: { message: string; reload: () => void }) {
  const styles = useStyles();
  const { busy, error, does } = useDoing();
  const words = texts.workflows.fields;
  return (
    <div className={styles.parts}>
      <Caption1 className={styles.quiet}>{words.readyAbout}</Caption1>
      {error && <Failure error={error} />}
      <Button
        disabledFocusable={busy}
        onClick={() =>
          void does(async () => {
            await workflowsApi.makeReady(message);
            reload();
          })
        }
      >
        {words.makeReady}
      </Button>
      <RouterLink to={`/marketing/${message}`}>{words.openMessage}</RouterLink>
    </div>
  );
}
