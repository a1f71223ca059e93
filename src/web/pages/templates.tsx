import {
  Badge,
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  SearchBox,
  Skeleton,
  SkeletonItem,
  Subtitle2,
  Switch,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { TemplateView } from '../../core/api/templates';
import { shortTime } from '../format';
import { Empty, Failure, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { sendingApi } from '../sending-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { TextEditor } from '../write/editor';
import { TemplatePreview } from '../write/template-preview';

const useStyles = makeStyles({
  page: { display: 'grid', rowGap: tokens.spacingVerticalL, maxWidth: '1180px' },
  head: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(280px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  one: { rowGap: tokens.spacingVerticalXS, height: '100%' },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 1100px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  form: { display: 'grid', rowGap: tokens.spacingVerticalM, minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  subject: { overflowWrap: 'anywhere' },
});

/** Which template is open stands in the address; `new` is one that is not stored yet. */
const NEW = 'new';

/** A8: personal and shared templates, their editor and preview. */
export function TemplatesPage() {
  const styles = useStyles();
  const [search, setSearch] = useSearchParams();
  const open = search.get('open');
  const words = search.get('q') ?? '';
  const [list, reload] = useResource(`templates/${words}`, () => sendingApi.templates(words));
  const [removed, setRemoved] = useState<TemplateView>();
  const { busy, error, does } = useDoing();
  useTitle(texts.templates.title);

  const show = (id: string | undefined): void =>
    setSearch((now) => {
      if (id === undefined) now.delete('open');
      else now.set('open', id);
      return now;
    });
  const chosen = list.state === 'ready' ? list.value.templates.find(({ id }) => id === open) : undefined;
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.templates.title}</Title2>
      <Text className={styles.quiet}>{texts.templates.about}</Text>
      {removed && (
        <UndoBar
          words={texts.templates.removed(removed.name)}
          busy={busy}
          undo={() =>
            void does(async () => {
              await sendingApi.restoreTemplate(removed.id);
              setRemoved(undefined);
              reload();
            })
          }
        />
      )}
      {error && <Failure error={error} />}
      <div className={styles.head}>
        <SearchBox
          aria-label={texts.templates.search}
          placeholder={texts.templates.search}
          value={words}
          onChange={(_event, { value }) =>
            setSearch(
              (now) => {
                if (value === '') now.delete('q');
                else now.set('q', value);
                return now;
              },
              { replace: true },
            )
          }
        />
        <Button icon={<AddRegular />} appearance="primary" onClick={() => show(NEW)}>
          {texts.templates.make}
        </Button>
      </div>
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(texts.templates.title)}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && (open === NEW || chosen) && (
        <TemplateForm
          key={open}
          template={chosen}
          canShare={list.value.canShare}
          done={(id) => {
            reload();
            show(id);
          }}
          remove={
            chosen &&
            (() =>
              void does(async () => {
                await sendingApi.removeTemplate(chosen.id);
                setRemoved(chosen);
                show(undefined);
                reload();
              }))
          }
        />
      )}
      {list.state === 'ready' && list.value.templates.length === 0 && open !== NEW && (
        <Empty title={words === '' ? texts.templates.none : texts.templates.noneFound}>
          {words === '' ? texts.templates.noneAbout : ''}
        </Empty>
      )}
      {list.state === 'ready' && list.value.templates.length > 0 && (
        <ul className={styles.list} aria-label={texts.templates.title}>
          {list.value.templates.map((template) => (
            <li key={template.id}>
              <Card
                className={styles.one}
                selected={template.id === open}
                onSelectionChange={() => show(template.id)}
                floatingAction={
                  template.shared ? <Badge appearance="tint">{texts.templates.sharedBadge}</Badge> : undefined
                }
                aria-label={template.name}
              >
                <Subtitle2 as="h2">{template.name}</Subtitle2>
                <Caption1 className={styles.subject}>{template.subject}</Caption1>
                <Caption1 className={styles.quiet}>
                  {template.by !== undefined && template.shared
                    ? `${texts.templates.by(template.by)} · `
                    : ''}
                  {texts.templates.changed(shortTime(template.updatedAt))}
                </Caption1>
              </Card>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function TemplateForm({
  template,
  canShare,
  done,
  remove,
}: {
  template: TemplateView | undefined;
  canShare: boolean;
  done: (id: string | undefined) => void;
  remove: (() => void) | undefined;
}) {
  const styles = useStyles();
  const [name, setName] = useState(template?.name ?? '');
  const [subject, setSubject] = useState(template?.subject ?? '');
  const [html, setHtml] = useState(template?.html ?? '');
  const [shared, setShared] = useState(template?.shared ?? false);
  const [saved, setSaved] = useState(false);
  const { busy, error, does } = useDoing();
  const mayChange = template?.canChange ?? true;
  const save = (): void =>
    void does(async () => {
      const given = { name, subject, html, shared };
      const { id } =
        template === undefined
          ? await sendingApi.makeTemplate(given)
          : await sendingApi.changeTemplate(template.id, given);
      setSaved(true);
      done(id);
    });
  return (
    <Card>
      <div className={styles.columns}>
        <form
          className={styles.form}
          aria-label={template?.name ?? texts.templates.make}
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          {!mayChange && (
            <MessageBar>
              <MessageBarBody>{texts.templates.notYours}</MessageBarBody>
            </MessageBar>
          )}
          <Field label={texts.templates.name} required>
            <Input
              value={name}
              maxLength={200}
              disabled={!mayChange}
              onChange={(_event, { value }) => setName(value)}
            />
          </Field>
          <Field label={texts.write.subject}>
            <Input
              value={subject}
              maxLength={1000}
              disabled={!mayChange}
              onChange={(_event, { value }) => setSubject(value)}
            />
          </Field>
          {mayChange && <TextEditor html={html} version={0} label={texts.write.text} change={setHtml} />}
          <Caption1 className={styles.quiet}>{texts.templates.withDefault}</Caption1>
          <Switch
            label={texts.templates.shared}
            checked={shared}
            disabled={!mayChange || !canShare}
            onChange={(_event, { checked }) => setShared(checked)}
          />
          {error && <Failure error={error} />}
          <div className={styles.head}>
            <Button
              type="submit"
              appearance="primary"
              disabledFocusable={busy || !mayChange || name.trim() === ''}
            >
              {texts.common.save}
            </Button>
            <Button onClick={() => done(undefined)}>{texts.common.close}</Button>
            {remove && mayChange && (
              <Button appearance="subtle" onClick={remove}>
                {texts.common.remove}
              </Button>
            )}
            <Caption1 role="status">{saved && !busy ? texts.templates.saved : ''}</Caption1>
          </div>
        </form>
        <TemplatePreview subject={subject} html={html} />
      </div>
    </Card>
  );
}
