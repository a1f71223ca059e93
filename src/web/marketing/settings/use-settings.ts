import { useRef, useState } from 'react';
import type { MarketingSettings, MarketingSettingsView } from '../../../core/api/marketing';
import { asApiError, type ApiError } from '../../api';
import { marketingSettingsApi } from '../../marketing-settings-api';
import { savesInLine } from '../../saves-in-line';
import { useResource, type Resource } from '../../use-resource';

export interface SettingsInHand {
  view: Resource<MarketingSettingsView>;
  reload: () => void;
  /** Changes some of the settings and saves them all; undefined takes one away. */
  put: (change: Partial<{ [K in keyof MarketingSettings]: MarketingSettings[K] | undefined }>) => void;
  saving: boolean;
  error: ApiError | undefined;
  /** Grows with each saving. */
  saved: number;
}

/** The settings of a message, which save themselves, one change after the other. `onSaved` hears of each that is kept. */
export function useSettings(id: string, onSaved: () => void): SettingsInHand {
  const [view, reload, change] = useResource(`marketing-settings/${id}`, () =>
    marketingSettingsApi.settings(id),
  );
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [saved, setSaved] = useState(0);
  const latest = useRef<MarketingSettingsView>(undefined);
  const shown = useRef<MarketingSettingsView>(undefined);
  const line = useRef<ReturnType<typeof savesInLine<MarketingSettingsView>>>(undefined);
  if (view.state === 'ready') {
    shown.current = view.value;
    if (!saving) latest.current = view.value;
  }
  line.current ??= savesInLine<MarketingSettingsView>(async ({ settings }) => {
    const before = latest.current;
    if (!before) throw new Error('nothing was loaded');
    try {
      latest.current = await marketingSettingsApi.save(id, { version: before.version, settings });
    } catch (problem) {
      const failed = asApiError(problem);
      if (failed.code !== 'newer-version') throw problem;
      // What was written meanwhile in another tab of the message says nothing against these settings.
      const now = await marketingSettingsApi.settings(id);
      if (JSON.stringify(now.settings) !== JSON.stringify(before.settings)) throw problem;
      latest.current = await marketingSettingsApi.save(id, { version: now.version, settings });
    }
    return latest.current;
  });

  const put: SettingsInHand['put'] = (changed) => {
    const before = shown.current;
    if (!before || !line.current) return;
    const next = { ...before, settings: withoutAbsent({ ...before.settings, ...changed }) };
    shown.current = next;
    change(() => next);
    setSaving(true);
    void line.current(next, before).then((last) => {
      if (!last) return;
      setSaving(false);
      setError(last.problem === undefined ? undefined : asApiError(last.problem));
      change(() => last.kept);
      setSaved((n) => n + 1);
      onSaved();
    });
  };
  return { view, reload, put, saving, error, saved };
}

type Loose = { [K in keyof MarketingSettings]: MarketingSettings[K] | undefined };

function withoutAbsent({ to, exclude, ...rest }: Loose): MarketingSettings {
  const { from, replyTo, track, trackingHost, mailKind, perHour } = rest;
  return {
    to: to ?? [],
    exclude: exclude ?? [],
    ...(from && { from }),
    ...(replyTo && { replyTo }),
    ...(track && { track }),
    ...(trackingHost !== undefined && { trackingHost }),
    ...(mailKind !== undefined && { mailKind }),
    ...(perHour !== undefined && { perHour }),
  };
}
