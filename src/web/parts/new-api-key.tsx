import {
  Button,
  Card,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Radio,
  RadioGroup,
  Select,
  Subtitle1,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { can, ROLES } from '../../core/access';
import { NewApiKey, type MadeApiKey } from '../../core/api/api-keys';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useMe } from './me';
import { usePageStyles } from './page-styles';
import { Failure } from './states';

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  whole: { display: 'grid', rowGap: tokens.spacingVerticalM },
  secret: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'end' },
  letters: { flexGrow: 1, minWidth: '240px' },
});

const DAYS = [30, 90, 365, 730] as const;
type Days = (typeof DAYS)[number];

/** What a new key is for, whose, and what it may. */
export function NewKeyForm({ cancel, onMade }: { cancel: () => void; onMade: (made: MadeApiKey) => void }) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.apiKeys;
  const { role: mine } = useMe().user;
  const [wanted, setWanted] = useState<NewApiKey>({
    kind: 'personal',
    name: '',
    role: mine,
    access: 'read',
    days: 90,
  });
  const { busy, error, does } = useDoing();
  const set = (change: Partial<NewApiKey>): void => setWanted((now) => ({ ...now, ...change }));
  const roles = ROLES.slice(0, ROLES.indexOf(mine) + 1);
  return (
    <Card className={page.card}>
      <Subtitle1 as="h2">{words.make}</Subtitle1>
      {error && <Failure error={error} />}
      <form
        className={styles.whole}
        onSubmit={(event) => {
          event.preventDefault();
          void does(async () => onMade(await settingsApi.makeKey(wanted)));
        }}
      >
        <div className={styles.form}>
          <Field label={words.name} hint={words.nameHint}>
            <Input
              value={wanted.name}
              maxLength={100}
              autoFocus
              onChange={(_event, { value }) => set({ name: value })}
            />
          </Field>
          {can(mine, 'create', 'account-api-key') && (
            <Field label={words.kind} hint={words.kindAbout[wanted.kind]}>
              <Select
                value={wanted.kind}
                onChange={(_event, { value }) => set({ kind: NewApiKey.shape.kind.parse(value) })}
              >
                {NewApiKey.shape.kind.options.map((kind) => (
                  <option key={kind} value={kind}>
                    {words.kinds[kind]}
                  </option>
                ))}
              </Select>
            </Field>
          )}
          <Field label={words.role}>
            <Select
              value={wanted.role}
              onChange={(_event, { value }) => set({ role: NewApiKey.shape.role.parse(value) })}
            >
              {roles.map((role) => (
                <option key={role} value={role}>
                  {words.roles[role]}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={words.ends}>
            <Select
              value={String(wanted.days)}
              onChange={(_event, { value }) => set({ days: Number(value) })}
            >
              {DAYS.map((days: Days) => (
                <option key={days} value={days}>
                  {words.days[days]}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <Field label={words.access}>
          <RadioGroup
            layout="horizontal"
            value={wanted.access}
            onChange={(_event, { value }) => set({ access: NewApiKey.shape.access.parse(value) })}
          >
            {NewApiKey.shape.access.options.map((access) => (
              <Radio key={access} value={access} label={words.accesses[access]} />
            ))}
          </RadioGroup>
        </Field>
        <div className={page.row}>
          <Button type="submit" appearance="primary" disabledFocusable={busy || wanted.name.trim() === ''}>
            {words.make}
          </Button>
          <Button onClick={cancel}>{texts.common.cancel}</Button>
        </div>
      </form>
    </Card>
  );
}

/** The letters of a key, this once. */
export function MadeKey({ made, close }: { made: MadeApiKey; close: () => void }) {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.apiKeys;
  const [copied, setCopied] = useState(false);
  return (
    <Card className={page.card}>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{words.madeTitle}</MessageBarTitle>
          {words.made}
        </MessageBarBody>
      </MessageBar>
      <div className={styles.secret}>
        <Field
          label={words.secret}
          className={styles.letters}
          {...(copied && { validationState: 'success' as const, validationMessage: words.copied })}
        >
          <Input value={made.secret} readOnly autoFocus onFocus={(event) => event.target.select()} />
        </Field>
        <Button
          appearance="primary"
          onClick={() =>
            void navigator.clipboard.writeText(made.secret).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {texts.common.copy}
        </Button>
        <Button onClick={close}>{texts.common.done}</Button>
      </div>
    </Card>
  );
}
