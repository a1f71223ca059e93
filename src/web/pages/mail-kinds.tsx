import {
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Subtitle2,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { useState } from 'react';
import { can } from '../../core/access';
import type { MailKind, MailKinds, NewMailKind } from '../../core/api/marketing-sending';
import { marketingSendApi } from '../marketing-send-api';
import { useMe } from '../parts/me';
import { usePageStyles } from '../parts/page-styles';
import { Empty, Failure, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  form: { display: 'grid', rowGap: tokens.spacingVerticalM, maxWidth: '520px' },
  words: { overflowWrap: 'anywhere' },
});

/** M12: kinds of marketing mail, from each of which one may unsubscribe by itself. */
export function MailKindsPage() {
  const styles = useStyles();
  const page = usePageStyles();
  const words = texts.marketingSend.kinds;
  const mayChange = can(useMe().user.role, 'change', 'mail-kind');
  const [kinds, reload, change] = useResource('mail-kinds', () => marketingSendApi.kinds());
  const [open, setOpen] = useState<string>();
  const [removed, setRemoved] = useState<MailKind>();
  const { busy, error, does } = useDoing();
  useTitle(words.title);
  const act = (ask: () => Promise<MailKinds>, then: () => void = () => undefined): void =>
    void does(async () => {
      const now = await ask();
      change(() => now);
      then();
    });
  return (
    <div className={page.page}>
      <Title2 as="h1">{words.title}</Title2>
      <Text className={page.quiet}>{words.about}</Text>
      {removed && (
        <UndoBar
          words={words.removed(removed.name)}
          busy={busy}
          undo={() =>
            act(
              () => marketingSendApi.restoreKind(removed.id),
              () => setRemoved(undefined),
            )
          }
        />
      )}
      {error && <Failure error={error} />}
      {kinds.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.title)}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {kinds.state === 'failed' && (
        <Failure error={kinds.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {kinds.state === 'ready' && (
        <>
          {kinds.value.kinds.length === 0 && open === undefined && (
            <Empty title={words.none}>{words.noneAbout}</Empty>
          )}
          <ul className={styles.list}>
            {kinds.value.kinds.map((kind, i, all) => (
              <li key={kind.id}>
                {open === kind.id ? (
                  <KindForm
                    kind={kind}
                    busy={busy}
                    save={(made) =>
                      act(
                        () => marketingSendApi.changeKind(kind.id, made),
                        () => setOpen(undefined),
                      )
                    }
                    cancel={() => setOpen(undefined)}
                  />
                ) : (
                  <Card className={page.card}>
                    <div className={page.between}>
                      <Subtitle2 as="h2" className={styles.words}>
                        {kind.name}
                      </Subtitle2>
                      <Caption1 className={page.quiet}>{words.unsubscribed(kind.unsubscribed)}</Caption1>
                    </div>
                    {kind.description !== '' && <Text className={styles.words}>{kind.description}</Text>}
                    {mayChange && (
                      <div className={page.row}>
                        <Button
                          size="small"
                          aria-label={words.changeOne(kind.name)}
                          onClick={() => setOpen(kind.id)}
                        >
                          {words.change}
                        </Button>
                        <Button
                          size="small"
                          icon={<ArrowUpRegular />}
                          aria-label={words.up(kind.name)}
                          disabledFocusable={busy || i === 0}
                          onClick={() => act(() => marketingSendApi.changeKind(kind.id, { position: i - 1 }))}
                        />
                        <Button
                          size="small"
                          icon={<ArrowDownRegular />}
                          aria-label={words.down(kind.name)}
                          disabledFocusable={busy || i === all.length - 1}
                          onClick={() => act(() => marketingSendApi.changeKind(kind.id, { position: i + 1 }))}
                        />
                        <Button
                          size="small"
                          aria-label={texts.common.removeOne(kind.name)}
                          disabledFocusable={busy}
                          onClick={() =>
                            act(
                              () => marketingSendApi.removeKind(kind.id),
                              () => setRemoved(kind),
                            )
                          }
                        >
                          {texts.common.remove}
                        </Button>
                      </div>
                    )}
                  </Card>
                )}
              </li>
            ))}
          </ul>
          {mayChange &&
            (open === 'new' ? (
              <KindForm
                {...(kinds.value.kinds.length === 0 && { suggested: words.defaultName })}
                busy={busy}
                save={(made) =>
                  act(
                    () => marketingSendApi.addKind(made),
                    () => setOpen(undefined),
                  )
                }
                cancel={() => setOpen(undefined)}
              />
            ) : (
              <div>
                <Button appearance="primary" onClick={() => setOpen('new')}>
                  {words.add}
                </Button>
              </div>
            ))}
          {kinds.value.unsubscribedOfAll > 0 && (
            <Text className={page.quiet}>{words.ofAll(kinds.value.unsubscribedOfAll)}</Text>
          )}
        </>
      )}
    </div>
  );
}

interface KindFormProps {
  kind?: MailKind;
  suggested?: string;
  busy: boolean;
  save: (made: NewMailKind) => void;
  cancel: () => void;
}

function KindForm({ kind, suggested = '', busy, save, cancel }: KindFormProps) {
  const styles = useStyles();
  const page = usePageStyles();
  const words = texts.marketingSend.kinds;
  const [name, setName] = useState(kind?.name ?? suggested);
  const [description, setDescription] = useState(kind?.description ?? '');
  return (
    <Card className={page.card}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          save({ name: name.trim(), description: description.trim() });
        }}
      >
        <Field label={words.name} required>
          <Input value={name} maxLength={100} autoFocus onChange={(_event, { value }) => setName(value)} />
        </Field>
        <Field label={words.description}>
          <Input
            value={description}
            maxLength={500}
            onChange={(_event, { value }) => setDescription(value)}
          />
        </Field>
        <div className={page.row}>
          <Button type="submit" appearance="primary" disabledFocusable={busy || name.trim() === ''}>
            {texts.common.save}
          </Button>
          <Button onClick={cancel}>{texts.common.cancel}</Button>
        </div>
      </form>
    </Card>
  );
}
