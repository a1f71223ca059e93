import {
  Button,
  Caption1,
  Card,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { OutlookSettings } from '../../core/api/app';
import { can } from '../../core/access';
import type { ClientName, ClientSwitch } from '../../core/policy/types';
import { api } from '../api';
import { list } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';
import { useMe } from './me';
import { useSaved } from './saved-note';
import { UndoBar } from './undo-bar';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  line: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
  form: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(280px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    paddingTop: tokens.spacingVerticalM,
  },
  add: { justifySelf: 'start' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const CLIENTS: readonly ClientName[] = ['web', 'newWindows', 'classic', 'mac', 'mobile', 'unknown'];
type Effect = Pick<ClientSwitch, 'writes' | 'append' | 'image' | 'links'>;
const EFFECTS = [
  { name: 'noLinks', effect: { links: false } },
  { name: 'noImage', effect: { image: false } },
  { name: 'writesNever', effect: { writes: 'never' } },
  { name: 'writesWithoutPictures', effect: { writes: 'withoutInlinePictures' } },
  { name: 'writesAlways', effect: { writes: 'always' } },
  { name: 'noAppend', effect: { append: false } },
  { name: 'append', effect: { append: true } },
] as const satisfies readonly { name: string; effect: Effect }[];
const KEYS = ['writes', 'append', 'image', 'links'] as const;
const says = (effect: Effect, change: ClientSwitch): boolean =>
  KEYS.some((key) => effect[key] !== undefined && effect[key] === change[key]);

/** "Classic Outlook for Windows from 16.0.17425 on: no tracked links" */
export function switchWords(change: ClientSwitch): string {
  const words = texts.devices;
  const from = change.from === undefined ? '' : words.fromVersion(change.from);
  const before = change.before === undefined ? '' : words.beforeVersion(change.before);
  const effects = EFFECTS.filter(({ effect }) => says(effect, change)).map(({ name }) => words.effects[name]);
  return `${words.clients[change.client]}${from}${before}: ${list(effects)}`;
}

/** What this account has switched per Outlook; for those who may change it. */
export function OutlookSwitches() {
  const me = useMe();
  return can(me.user.role, 'change', 'account-settings') ? <Switches /> : null;
}

function Switches() {
  const styles = useStyles();
  const [settings, reload, change] = useResource('outlook-settings', api.outlookSettings);
  const { busy, error, does } = useDoing();
  const { saved: noted, note } = useSaved();
  const section = useRef<HTMLElement>(null);
  const [removed, setRemoved] = useState<ClientSwitch>();
  const save = (next: OutlookSettings, without?: ClientSwitch) =>
    does(async () => {
      const saved = await api.saveOutlookSettings(next);
      change(() => saved);
      setRemoved(without);
      if (without) section.current?.focus();
      else noted();
    });
  return (
    <LoadedSection
      title={texts.devices.outlooks}
      about={texts.devices.outlooksAbout}
      resource={settings}
      reload={reload}
      error={error}
      section={section}
    >
      {(now) => (
        <Card>
          {removed && (
            <UndoBar
              words={texts.devices.switchRemoved(switchWords(removed))}
              busy={busy}
              undo={() => void save({ ...now, clients: [...now.clients, removed] })}
            />
          )}
          {now.clients.length === 0 && (
            <Caption1 className={styles.quiet}>{texts.devices.nothingSwitched}</Caption1>
          )}
          <ul className={styles.list}>
            {now.clients.map((one, i) => (
              <li key={`${switchWords(one)} ${i}`} className={styles.line}>
                <Text>{switchWords(one)}</Text>
                <Button
                  size="small"
                  disabledFocusable={busy}
                  aria-label={texts.common.removeOne(switchWords(one))}
                  onClick={() =>
                    void save({ ...now, clients: now.clients.filter((_, other) => other !== i) }, one)
                  }
                >
                  {texts.common.remove}
                </Button>
              </li>
            ))}
          </ul>
          {note}
          <NewSwitch disabled={busy} add={(one) => save({ ...now, clients: [...now.clients, one] })} />
        </Card>
      )}
    </LoadedSection>
  );
}

function NewSwitch({ disabled, add }: { disabled: boolean; add: (made: ClientSwitch) => Promise<boolean> }) {
  const styles = useStyles();
  const [client, setClient] = useState<ClientName>('classic');
  const [effect, setEffect] = useState(0);
  const [from, setFrom] = useState('');
  const [before, setBefore] = useState('');
  const chosen = EFFECTS[effect];
  return (
    <form
      className={styles.form}
      onSubmit={(submit) => {
        submit.preventDefault();
        if (!chosen) return;
        void add({
          client,
          ...(from.trim() !== '' && { from: from.trim() }),
          ...(before.trim() !== '' && { before: before.trim() }),
          ...chosen.effect,
        }).then((added) => {
          if (!added) return;
          setFrom('');
          setBefore('');
        });
      }}
    >
      <Field label="Outlook">
        <Dropdown
          value={texts.devices.clients[client]}
          selectedOptions={[client]}
          onOptionSelect={(_event, { optionValue }) =>
            setClient(CLIENTS.find((name) => name === optionValue) ?? client)
          }
        >
          {CLIENTS.map((name) => (
            <Option key={name} value={name}>
              {texts.devices.clients[name]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label={texts.devices.whatToSwitch}>
        <Dropdown
          value={chosen ? texts.devices.effects[chosen.name] : ''}
          selectedOptions={[String(effect)]}
          onOptionSelect={(_event, { optionValue }) => setEffect(Number(optionValue))}
        >
          {EFFECTS.map(({ name }, i) => (
            <Option key={name} value={String(i)}>
              {texts.devices.effects[name]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label={texts.devices.fromVersionField} hint={texts.devices.emptyAll}>
        <Input value={from} placeholder="16.0.17425.20000" onChange={(_event, { value }) => setFrom(value)} />
      </Field>
      <Field label={texts.devices.beforeVersionField} hint={texts.devices.emptyNoEnd}>
        <Input value={before} onChange={(_event, { value }) => setBefore(value)} />
      </Field>
      <Button type="submit" appearance="primary" className={styles.add} disabled={disabled}>
        {texts.common.add}
      </Button>
    </form>
  );
}
