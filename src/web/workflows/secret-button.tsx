import { Button, Caption1, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { workflowsApi } from './workflows-api';

const useStyles = makeStyles({
  parts: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start' },
  secret: { width: '100%', fontFamily: tokens.fontFamilyMonospace },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Makes the secret with which a workflow's webhooks are signed, and shows it this once. */
export function SecretButton({ id, has, reload }: { id: string; has: boolean; reload: () => void }) {
  const styles = useStyles();
  const [secret, setSecret] = useState<string>();
  const { busy, error, does } = useDoing();
  const words = texts.workflows.fields;
  return (
    <div className={styles.parts}>
      {secret === undefined ? (
        has && <Caption1 className={styles.quiet}>{words.hasSecret}</Caption1>
      ) : (
        <Field label={words.secretOnce} className={styles.secret}>
          <Input readOnly value={secret} onFocus={(event) => event.target.select()} />
        </Field>
      )}
      {error && <Failure error={error} />}
      <Button
        disabledFocusable={busy}
        onClick={() =>
          void does(async () => {
            setSecret((await workflowsApi.makeSecret(id)).secret);
            reload();
          })
        }
      >
        {words.secret}
      </Button>
    </div>
  );
}
