import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Input,
  Link,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { AccountStanding } from '../../core/api/audit';
import { api } from '../api';
import { fullTime } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';
import { Failure } from './states';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  form: { display: 'grid', rowGap: tokens.spacingVerticalM },
});

/** P8: the end of the account, and the way back. */
export function AccountClosing() {
  const styles = useStyles();
  const [account, reload, change] = useResource('account', api.account);
  const { busy, error, does } = useDoing();
  const reopen = (): void =>
    void does(async () => {
      const now = await api.reopenAccount();
      change(() => now);
    });
  return (
    <LoadedSection
      title={texts.privacy.closeTitle}
      about={texts.privacy.closeSectionAbout}
      resource={account}
      reload={reload}
      error={error}
    >
      {({ name, closedAt, reopenUntil }) => (
        <div className={styles.row}>
          <Link href="/api/v1/account/export" download>
            {texts.privacy.downloadAll}
          </Link>
          {closedAt === undefined ? (
            <CloseDialog name={name} onClosed={(now) => change(() => now)} />
          ) : (
            <>
              <Text weight="semibold">
                {reopenUntil === undefined
                  ? texts.privacy.closed
                  : texts.privacy.closedUntil(fullTime(reopenUntil))}
              </Text>
              <Button appearance="primary" disabledFocusable={busy} onClick={reopen}>
                {texts.privacy.reopen}
              </Button>
            </>
          )}
        </div>
      )}
    </LoadedSection>
  );
}

function CloseDialog({ name, onClosed }: { name: string; onClosed: (now: AccountStanding) => void }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const { busy, error, does } = useDoing();
  const close = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const done = await does(async () => onClosed(await api.closeAccount(typed)));
    if (done) setOpen(false);
  };
  return (
    <Dialog open={open} onOpenChange={(_event, { open: now }) => setOpen(now)}>
      <DialogTrigger disableButtonEnhancement>
        <Button>{texts.privacy.closeDialog}</Button>
      </DialogTrigger>
      <DialogSurface>
        <form onSubmit={(event) => void close(event)}>
          <DialogBody>
            <DialogTitle>{texts.privacy.closeQuestion(name)}</DialogTitle>
            <DialogContent className={styles.form}>
              <Text>{texts.privacy.closeAbout}</Text>
              <Field
                label={texts.privacy.writeName(name)}
                required
                {...(error?.field === 'name' && { validationMessage: error.message })}
              >
                <Input value={typed} onChange={(_event, { value }) => setTyped(value)} />
              </Field>
              {error && error.field === undefined && <Failure error={error} />}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>{texts.privacy.keepOpen}</Button>
              </DialogTrigger>
              <Button type="submit" appearance="primary" disabledFocusable={busy}>
                {busy ? texts.privacy.closing : texts.privacy.closeTitle}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
