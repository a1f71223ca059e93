import { Card, Field, Select, Subtitle1, Switch, Text } from '@fluentui/react-components';
import type { MarketingSettingsView } from '../../../core/api/marketing';
import { usePageStyles } from '../../parts/page-styles';
import { texts } from '../../texts';
import type { SettingsInHand } from './use-settings';

interface TrackingCardProps {
  view: MarketingSettingsView;
  put: SettingsInHand['put'];
}

/** M4: what is tracked. What the account switches off stays off; C7: where images and links lead. */
export function TrackingCard({ view, put }: TrackingCardProps) {
  const page = usePageStyles();
  const words = texts.marketingSettings;
  const { settings, account, trackingHosts, canChange } = view;
  const track = { opens: settings.track?.opens ?? true, clicks: settings.track?.clicks ?? true };
  const usual = trackingHosts.find(({ isDefault }) => isDefault);
  const chosen = settings.trackingHost;
  return (
    <Card className={page.card}>
      <Subtitle1 as="h2">{words.tracking}</Subtitle1>
      {(['opens', 'clicks'] as const).map((what) => (
        <div key={what}>
          <Switch
            label={words[what]}
            checked={account[what] && track[what]}
            disabled={!canChange || !account[what]}
            onChange={(_event, { checked }) => put({ track: { ...track, [what]: checked } })}
          />
          {!account[what] && <Text className={page.quiet}>{words.accountOff}</Text>}
        </div>
      ))}
      <Field label={words.domain}>
        <Select
          value={chosen ?? ''}
          disabled={!canChange}
          onChange={(_event, { value }) => put({ trackingHost: value === '' ? undefined : value })}
        >
          <option value="">{words.domainDefault(usual?.host ?? '')}</option>
          {chosen !== undefined && !trackingHosts.some(({ host }) => host === chosen) && (
            <option value={chosen}>{`${chosen}: ${words.gone}`}</option>
          )}
          {trackingHosts.map(({ host, state }) => (
            <option key={host} value={host} disabled={state === 'failing'}>
              {state === 'good' ? host : `${host} (${words.domainStates[state]})`}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.kind} hint={words.kindHint}>
        <Select
          value={settings.mailKind ?? ''}
          disabled={!canChange}
          onChange={(_event, { value }) => put({ mailKind: value === '' ? undefined : value })}
        >
          <option value="">{words.kindNone}</option>
          {view.kinds.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </Card>
  );
}
