import {
  Button,
  Caption1,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Option,
  Skeleton,
  SkeletonItem,
  Switch,
  Title2,
  tokens,
  ToolbarButton,
} from '@fluentui/react-components';
import { DocumentRegular } from '@fluentui/react-icons/svg/document';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { DraftMail, SMALL_MAIL_BYTES, type OutgoingMail, type Sending } from '../../core/api/sending';
import { ConsentFailure } from '../../core/api/sign-in';
import { ANSWER_PREFIX } from '../../core/incoming/answer-prefix';
import { api } from '../api';
import { useMe } from '../parts/me';
import { Empty, Failure, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { sendingApi } from '../sending-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { TextEditor } from '../write/editor';
import { FilesList } from '../write/files-list';
import { OutlookCard, useForecast } from '../write/outlook-card';
import { PeopleField } from '../write/people-field';
import { SendingStatus } from '../write/sending-status';
import { useDraft, type Saving } from '../write/use-draft';

const useStyles = makeStyles({
  page: { display: 'grid', rowGap: tokens.spacingVerticalL, maxWidth: '1180px' },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(240px, 320px)',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  form: { display: 'grid', rowGap: tokens.spacingVerticalM, minWidth: 0 },
  side: { display: 'grid', rowGap: tokens.spacingVerticalM, minWidth: 0 },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

async function answerTo(message: string, contactId: string): Promise<OutgoingMail> {
  const { direction, from, replyTo, recipients, subject } = await api.message(message);
  const to = direction === 'incoming' ? (replyTo ?? [from]) : recipients.filter(({ via }) => via === 'to');
  return sendingApi.begin(
    DraftMail.parse({
      to: to.map(({ address, name }) => ({ address, name })),
      subject: ANSWER_PREFIX.test(subject) ? subject : `Re: ${subject}`,
    }),
    contactId,
    message,
  );
}

/** The writer's draft to this contact: the one that the address names, or that was begun before, or a new one. */
async function draftFor(
  contactId: string,
  { wanted, answers, fresh }: { wanted: string | null; answers: string | null; fresh: boolean },
): Promise<OutgoingMail> {
  if (wanted !== null) return sendingApi.mail(wanted);
  const { mails } = await sendingApi.outgoing(contactId);
  const begun = mails.find((mail) => mail.state === 'draft' && mail.answers === (answers ?? undefined));
  if (begun && !fresh) return begun;
  if (answers !== null) return answerTo(answers, contactId);
  const contact = await api.contact(contactId);
  const [address] = contact.addresses;
  const to = address === undefined ? [] : [{ address, name: contact.name }];
  return sendingApi.begin(DraftMail.parse({ to }), contactId);
}

/** Writing to a contact through one's own mailbox (L11), or to each apart (O11). */
export function WritePage() {
  const styles = useStyles();
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  const wanted = search.get('draft');
  const after = search.get('new');
  const answers = search.get('answers');
  const [loaded, reload] = useResource(
    `write/${id}/${wanted ?? ''}/${after ?? ''}/${answers ?? ''}`,
    async () => ({
      sending: await sendingApi.sending(),
      mail: await draftFor(id, { wanted, answers, fresh: after !== null }),
    }),
  );
  useTitle(texts.write.title);
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.write.title}</Title2>
      {loaded.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(texts.write.title)}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {loaded.state === 'failed' && (
        <Failure error={loaded.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {loaded.state === 'ready' && (
        <Writing key={loaded.value.mail.id} first={loaded.value.mail} sending={loaded.value.sending} />
      )}
    </div>
  );
}

function Writing({ first, sending }: { first: OutgoingMail; sending: Sending }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { preferences } = useMe().user;
  const { mail, draft, saving, shown, change, setFiles, take, flush } = useDraft(first);
  const outlook = useForecast(mail.id, draft);
  const { busy, error, does } = useDoing();
  const [lines, setLines] = useState(draft.cc.length + draft.bcc.length > 0);
  const anybody = draft.to.length + draft.cc.length + draft.bcc.length > 0;
  const place = sending.mailboxes.find(({ id }) => id === draft.mailboxId) ?? sending.mailboxes[0];
  const failed = search.get('failed');

  if (mail.state === 'discarded') {
    return (
      <UndoBar
        words={texts.write.discarded}
        busy={busy}
        undo={() => void does(async () => take(await sendingApi.restore(mail.id), true))}
      />
    );
  }
  if (mail.state !== 'draft') return <SendingStatus mail={mail} take={take} />;
  if (!place) {
    return (
      <Empty
        title={texts.write.noMailbox}
        action={
          <Button appearance="primary" onClick={() => void navigate('/settings/mailboxes/connect')}>
            {texts.write.connect}
          </Button>
        }
      >
        {texts.write.noMailboxAbout}
      </Empty>
    );
  }
  const large = mail.files.reduce((sum, { size }) => sum + size, 0) > SMALL_MAIL_BYTES;
  const asksForFiles = large && place.right !== 'ask' && !place.largeFiles && !draft.apart;
  const here = `/contacts/${mail.contactId ?? ''}/write?draft=${mail.id}`;
  const send = (leaveUnfilled: boolean) => () =>
    void does(async () => {
      const version = await flush();
      if (version !== undefined) take(await sendingApi.send(mail.id, version, leaveUnfilled));
    });
  return (
    <div className={styles.columns}>
      <form
        className={styles.form}
        aria-label={texts.write.title}
        onSubmit={(event) => event.preventDefault()}
      >
        {place.right === 'ask' && (
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{texts.write.askRight}</MessageBarTitle>
              {texts.write.askRightAbout}
            </MessageBarBody>
            <MessageBarActions>
              <Button
                appearance="primary"
                onClick={() =>
                  void flush().then(() =>
                    location.assign(`${sending.consentUrl}&back=${encodeURIComponent(here)}`),
                  )
                }
              >
                {texts.write.allow}
              </Button>
            </MessageBarActions>
          </MessageBar>
        )}
        {asksForFiles && (
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{texts.write.askFiles}</MessageBarTitle>
              {texts.write.askFilesAbout}
            </MessageBarBody>
            <MessageBarActions>
              <Button
                appearance="primary"
                onClick={() =>
                  void flush().then(() =>
                    location.assign(`${sending.consentUrl}&right=files&back=${encodeURIComponent(here)}`),
                  )
                }
              >
                {texts.write.allowFiles}
              </Button>
            </MessageBarActions>
          </MessageBar>
        )}
        {failed !== null && (place.right === 'ask' || asksForFiles) && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{texts.write.notAllowed}</MessageBarTitle>
              {texts.connect.failures[ConsentFailure.parse(failed)]}
            </MessageBarBody>
          </MessageBar>
        )}
        {sending.mailboxes.length > 1 && (
          <Field label={texts.write.from}>
            <Dropdown
              value={place.address}
              selectedOptions={[place.id]}
              onOptionSelect={(_event, { optionValue }) => change({ mailboxId: optionValue })}
            >
              {sending.mailboxes.map(({ id, address, name }) => (
                <Option key={id} value={id} text={address}>
                  {`${name} (${address})`}
                </Option>
              ))}
            </Dropdown>
          </Field>
        )}
        <PeopleField label={texts.write.to} people={draft.to} change={(to) => change({ to })} required />
        {lines ? (
          <>
            <PeopleField label={texts.write.cc} people={draft.cc} change={(cc) => change({ cc })} />
            <PeopleField label={texts.write.bcc} people={draft.bcc} change={(bcc) => change({ bcc })} />
          </>
        ) : (
          <div>
            <Button size="small" appearance="subtle" onClick={() => setLines(true)}>
              {texts.write.showCc}
            </Button>
          </div>
        )}
        <Field label={texts.write.subject}>
          <Input
            value={draft.subject}
            maxLength={1000}
            onChange={(_event, { value }) => change({ subject: value })}
          />
        </Field>
        <TextEditor
          html={draft.html}
          version={shown}
          label={texts.write.text}
          change={(html) => change({ html })}
          more={(insert) => (
            <TemplateMenu
              pick={({ subject, html }) => {
                if (draft.html === '') change({ html, ...(draft.subject === '' && { subject }) }, true);
                else insert(html);
              }}
            />
          )}
        />
        <FilesList id={mail.id} files={mail.files} change={setFiles} />
        {saving === 'newer' && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{texts.write.newer}</MessageBarBody>
            <MessageBarActions>
              <Button onClick={() => void does(async () => take(await sendingApi.mail(mail.id), true))}>
                {texts.write.loadNewer}
              </Button>
            </MessageBarActions>
          </MessageBar>
        )}
        {error && (
          <Failure
            error={error}
            action={
              error.code === 'unfilled' ? (
                <Button onClick={send(true)}>{texts.write.sendAnyway}</Button>
              ) : undefined
            }
          />
        )}
        <div className={styles.row}>
          <Button
            appearance="primary"
            icon={<SendRegular />}
            disabledFocusable={busy || !anybody || place.right === 'ask' || asksForFiles}
            onClick={send(false)}
          >
            {texts.write.send}
          </Button>
          <Button
            appearance="subtle"
            disabledFocusable={busy}
            onClick={() =>
              void does(async () => {
                await flush();
                await sendingApi.discard(mail.id);
                take({ ...mail, draft, state: 'discarded' });
              })
            }
          >
            {texts.write.discard}
          </Button>
          <SavedWords saving={saving} />
        </div>
      </form>
      <div className={styles.side}>
        <Switch
          label={texts.write.track}
          checked={draft.track ?? preferences.track}
          onChange={(_event, { checked }) => change({ track: checked })}
        />
        <Switch
          label={texts.write.log}
          checked={draft.log ?? preferences.log}
          onChange={(_event, { checked }) => change({ log: checked })}
        />
        {draft.to.length + draft.cc.length + draft.bcc.length > 1 && (
          <Field hint={texts.write.apartAbout}>
            <Switch
              label={texts.write.apart}
              checked={draft.apart}
              onChange={(_event, { checked }) => change({ apart: checked })}
            />
          </Field>
        )}
        <RemindChoice
          days={draft.remindAfterDays}
          change={(remindAfterDays) => change({ remindAfterDays })}
        />
        <OutlookCard outlook={outlook} anybody={anybody} />
      </div>
    </div>
  );
}

function SavedWords({ saving }: { saving: Saving }) {
  const styles = useStyles();
  const words = {
    saved: texts.write.saved,
    saving: texts.write.saving,
    failed: texts.write.notSaved,
    newer: '',
  };
  return (
    <Caption1 role="status" className={styles.quiet}>
      {words[saving]}
    </Caption1>
  );
}

const DAYS = [1, 2, 3, 5, 7, 14, 30];

function RemindChoice({
  days,
  change,
}: {
  days: number | undefined;
  change: (days: number | undefined) => void;
}) {
  const words = (n: number | undefined) =>
    n === undefined ? texts.write.remindNever : texts.write.remindAfter(n);
  return (
    <Field label={texts.write.remind}>
      <Dropdown
        value={words(days)}
        selectedOptions={[String(days ?? 0)]}
        onOptionSelect={(_event, { optionValue }) => change(Number(optionValue) || undefined)}
      >
        {[undefined, ...DAYS].map((n) => (
          <Option key={n ?? 0} value={String(n ?? 0)}>
            {words(n)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

/** Templates, put in with their fields: those are filled for each recipient as it leaves, and told before. */
function TemplateMenu({ pick }: { pick: (text: { subject: string; html: string }) => void }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  return (
    <Menu open={open} onOpenChange={(_event, { open: now }) => setOpen(now)}>
      <MenuTrigger disableButtonEnhancement>
        <ToolbarButton
          aria-label={texts.write.template}
          title={texts.write.template}
          icon={<DocumentRegular />}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {open && <TemplateItems pick={pick} />}
          <MenuItem onClick={() => void navigate('/templates')}>{texts.write.manageTemplates}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function TemplateItems({ pick }: { pick: (text: { subject: string; html: string }) => void }) {
  const [list] = useResource('write/templates', () => sendingApi.templates());
  if (list.state !== 'ready') {
    return (
      <MenuItem disabled>{list.state === 'loading' ? texts.common.loadingMore : list.error.message}</MenuItem>
    );
  }
  if (list.value.templates.length === 0) return <MenuItem disabled>{texts.write.noTemplates}</MenuItem>;
  return list.value.templates.map((template) => (
    <MenuItem key={template.id} onClick={() => pick(template)}>
      {template.name}
    </MenuItem>
  ));
}
