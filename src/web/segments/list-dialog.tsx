import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Input,
  makeStyles,
  Select,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { ContactChoice } from '../../core/api/contacts';
import { contactsApi } from '../contacts-api';
import { Failure } from '../parts/states';
import { segmentsApi } from '../segments-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

const useStyles = makeStyles({ form: { display: 'grid', rowGap: tokens.spacingVerticalM } });

const NEW = 'new';

/** Puts chosen contacts on a list, an old one or a new one, or takes them off. */
export function ListDialog({
  n,
  who,
  onClose,
  onBegun,
}: {
  n: number;
  who: ContactChoice;
  onClose: () => void;
  onBegun: () => void;
}) {
  const styles = useStyles();
  const words = texts.segments;
  const [all, reload] = useResource('segments', segmentsApi.all);
  const lists = all.state === 'ready' ? all.value.segments.filter(({ kind }) => kind === 'list') : [];
  const [chosen, setChosen] = useState<string>();
  const [name, setName] = useState('');
  const [remove, setRemove] = useState(false);
  const { busy, error, does } = useDoing();
  const list = chosen ?? lists[0]?.id ?? NEW;
  const isNew = list === NEW;
  const begin = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const done = await does(async () => {
      const to = isNew ? (await segmentsApi.make({ name: name.trim(), kind: 'list' })).id : list;
      // Where the second step fails, the next try is with the list that was made.
      setChosen(to);
      await contactsApi.beginRun({ kind: 'list', who, list: to, ...(remove && !isNew && { remove: true }) });
    });
    if (done) onBegun();
    else reload();
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <form onSubmit={(event) => void begin(event)}>
          <DialogBody>
            <DialogTitle>{words.bulkTitle(n)}</DialogTitle>
            <DialogContent className={styles.form}>
              {error && <Failure error={error} />}
              {all.state === 'failed' && (
                <Failure
                  error={all.error}
                  action={<Button onClick={reload}>{texts.common.tryAgain}</Button>}
                />
              )}
              <Field label={words.whichList}>
                <Select value={list} onChange={(_event, { value }) => setChosen(value)}>
                  {lists.map(({ id, name: called }) => (
                    <option key={id} value={id}>
                      {called}
                    </option>
                  ))}
                  <option value={NEW}>{words.aNewList}</option>
                </Select>
              </Field>
              {isNew ? (
                <Field label={words.newListName}>
                  <Input maxLength={120} value={name} onChange={(_event, { value }) => setName(value)} />
                </Field>
              ) : (
                <Checkbox
                  label={words.bulkRemove}
                  checked={remove}
                  onChange={(_event, { checked }) => setRemove(checked === true)}
                />
              )}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>{texts.common.cancel}</Button>
              </DialogTrigger>
              <Button
                type="submit"
                appearance="primary"
                disabledFocusable={busy || all.state !== 'ready' || (isNew && name.trim() === '')}
              >
                {remove && !isNew ? words.beginRemove : words.begin}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
