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
      title="Close the account"
      about="Links in mail that was sent go on leading to their target, also when all else is gone."
      resource={account}
      reload={reload}
      error={error}
    >
      {({ name, closedAt, reopenUntil }) => (
        <div className={styles.row}>
          <Link href="/api/v1/account/export" download>
            Download everything
          </Link>
          {closedAt === undefined ? (
            <CloseDialog name={name} onClosed={(now) => change(() => now)} />
          ) : (
            <>
              <Text weight="semibold">
                Closed. All records are erased on {reopenUntil === undefined ? 'time' : fullTime(reopenUntil)}
                .
              </Text>
              <Button appearance="primary" disabledFocusable={busy} onClick={reopen}>
                Open it again
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
        <Button>Close the account …</Button>
      </DialogTrigger>
      <DialogSurface>
        <form onSubmit={(event) => void close(event)}>
          <DialogBody>
            <DialogTitle>Close the account of {name}?</DialogTitle>
            <DialogContent className={styles.form}>
              <Text>
                At once nobody signs in any more but its administrators, and no mail is watched, logged or
                tracked. For 30 days it can be opened again as it was; then every record is erased. Download
                everything first.
              </Text>
              <Field
                label={`To be sure, write the company’s name: ${name}`}
                required
                {...(error?.field === 'name' && { validationMessage: error.message })}
              >
                <Input value={typed} onChange={(_event, { value }) => setTyped(value)} />
              </Field>
              {error && error.field === undefined && <Failure error={error} />}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>Keep it open</Button>
              </DialogTrigger>
              <Button type="submit" appearance="primary" disabledFocusable={busy}>
                {busy ? 'Closing …' : 'Close the account'}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
