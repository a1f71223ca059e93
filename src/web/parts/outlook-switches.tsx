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
import { useState } from 'react';
import type { OutlookSettings } from '../../core/api/app';
import { can } from '../../core/access';
import type { ClientName, ClientSwitch } from '../../core/policy/types';
import { api } from '../api';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { LoadedSection } from './loaded-section';
import { useMe } from './me';

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
    gridTemplateColumns: 'repeat(auto-fit, minmax(280px, 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    paddingTop: tokens.spacingVerticalM,
  },
  add: { justifySelf: 'start' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const CLIENTS: Record<ClientName, string> = {
  web: 'Outlook on the web',
  newWindows: 'New Outlook for Windows',
  classic: 'Classic Outlook for Windows',
  mac: 'Outlook for Mac',
  mobile: 'Outlook on phones',
  unknown: 'Any other Outlook',
};
type Effect = Pick<ClientSwitch, 'writes' | 'append' | 'image' | 'links'>;
const EFFECTS: readonly { words: string; effect: Effect }[] = [
  { words: 'no tracked links', effect: { links: false } },
  { words: 'no image', effect: { image: false } },
  { words: 'never change a mail while it is sent', effect: { writes: 'never' } },
  { words: 'change a mail only if it has no pictures', effect: { writes: 'withoutInlinePictures' } },
  { words: 'change a mail even if it has pictures', effect: { writes: 'always' } },
  { words: 'do not let Outlook append the image', effect: { append: false } },
  { words: 'let Outlook append the image', effect: { append: true } },
];

/** "Classic Outlook for Windows from 16.0.17425 on: no tracked links" */
export function switchWords(change: ClientSwitch): string {
  const from = change.from === undefined ? '' : ` from ${change.from} on`;
  const before = change.before === undefined ? '' : ` before ${change.before}`;
  const effects = EFFECTS.filter(({ effect }) =>
    (['writes', 'append', 'image', 'links'] as const).some(
      (key) => effect[key] !== undefined && effect[key] === change[key],
    ),
  );
  return `${CLIENTS[change.client]}${from}${before}: ${effects.map(({ words }) => words).join(', ')}`;
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
  const save = (next: OutlookSettings) =>
    does(async () => {
      const saved = await api.saveOutlookSettings(next);
      change(() => saved);
    });
  return (
    <LoadedSection
      title="Outlook versions"
      about="When a version of Outlook turns out to damage mail, switch off here what it cannot bear. Open drafts follow within minutes."
      resource={settings}
      reload={reload}
      error={error}
    >
      {(now) => (
        <Card>
          {now.clients.length === 0 && (
            <Caption1 className={styles.quiet}>Nothing is switched: every Outlook does what it can.</Caption1>
          )}
          <ul className={styles.list}>
            {now.clients.map((one, i) => (
              <li key={`${switchWords(one)} ${i}`} className={styles.line}>
                <Text>{switchWords(one)}</Text>
                <Button
                  size="small"
                  disabledFocusable={busy}
                  aria-label={`Remove: ${switchWords(one)}`}
                  onClick={() =>
                    void save({
                      ...now,
                      clients: now.clients.filter((_, other) => other !== i),
                    })
                  }
                >
                  Remove
                </Button>
              </li>
            ))}
          </ul>
          <NewSwitch disabled={busy} add={(one) => save({ ...now, clients: [...now.clients, one] })} />
        </Card>
      )}
    </LoadedSection>
  );
}

function NewSwitch({ disabled, add }: { disabled: boolean; add: (made: ClientSwitch) => Promise<unknown> }) {
  const styles = useStyles();
  const [client, setClient] = useState<ClientName>('classic');
  const [effect, setEffect] = useState(0);
  const [from, setFrom] = useState('');
  const [before, setBefore] = useState('');
  const chosen = EFFECTS[effect];
  const names = Object.keys(CLIENTS).filter((name): name is ClientName => name in CLIENTS);
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
        });
      }}
    >
      <Field label="Outlook">
        <Dropdown
          value={CLIENTS[client]}
          selectedOptions={[client]}
          onOptionSelect={(_event, { optionValue }) =>
            setClient(names.find((name) => name === optionValue) ?? client)
          }
        >
          {names.map((name) => (
            <Option key={name} value={name}>
              {CLIENTS[name]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="What to switch">
        <Dropdown
          value={chosen?.words ?? ''}
          selectedOptions={[String(effect)]}
          onOptionSelect={(_event, { optionValue }) => setEffect(Number(optionValue))}
        >
          {EFFECTS.map(({ words }, i) => (
            <Option key={words} value={String(i)}>
              {words}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="From version" hint="Empty: all">
        <Input value={from} placeholder="16.0.17425.20000" onChange={(_event, { value }) => setFrom(value)} />
      </Field>
      <Field label="Before version" hint="Empty: no end">
        <Input value={before} onChange={(_event, { value }) => setBefore(value)} />
      </Field>
      <Button type="submit" appearance="primary" className={styles.add} disabled={disabled}>
        Add
      </Button>
    </form>
  );
}
