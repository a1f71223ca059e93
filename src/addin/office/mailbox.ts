import { callOffice, readNothing, readOffice, readText, type OfficeResult } from './call';
import type { Gate } from './gate';
import { WAITS } from './item';

/** Which Outlook this is, in Office's own words; "" where it does not say. */
export interface OutlookClient {
  /** "Outlook", "newOutlookWindows", "OutlookWebApp", "OutlookIOS", … */
  host: string;
  /** "PC", "OfficeOnline", "Mac", "iOS", "Android", "Universal". */
  platform: string;
  version: string;
}

const text = (get: () => unknown): string => {
  const result = readOffice(get, readText);
  return result.ok ? result.value : '';
};

/** For reading under `readOffice`, which bears a throw. */
function contextOf(office: typeof Office | undefined): Office.Context {
  if (!office) throw new Error('no Office');
  return office.context;
}

/** Never throws; a client that says nothing of itself is unknown, and treated as such. */
export function outlookClient(office: typeof Office | undefined): OutlookClient {
  return {
    host: text(() => contextOf(office).mailbox.diagnostics.hostName),
    platform: text(() => {
      const { diagnostics, platform } = contextOf(office);
      return diagnostics?.platform ?? platform;
    }),
    version: text(() => {
      const { diagnostics, mailbox } = contextOf(office);
      return mailbox.diagnostics.hostVersion ?? diagnostics.version;
    }),
  };
}

/** The item at hand, whatever it is; null when there is none (a pinned pane with no mail selected). */
export function currentItem(office: typeof Office | undefined): unknown {
  const item = readOffice<unknown>(
    () => contextOf(office).mailbox.item,
    (value) => value,
  );
  return item.ok ? item.value : null;
}

/** What the add-in keeps in the user's mailbox: at most 32 kB in all, and a copy in another runtime may be older. */
export interface RoamingSettings {
  get(key: string): unknown;
  /** Sets and saves. */
  save(key: string, value: unknown): Promise<OfficeResult<true>>;
  remove(key: string): Promise<OfficeResult<true>>;
}

export function roamingSettings(office: typeof Office | undefined, gate: Gate): RoamingSettings {
  const saved = (change: (settings: Office.RoamingSettings) => void) =>
    callOffice(
      gate,
      WAITS.store,
      (done) => {
        const settings = contextOf(office).roamingSettings;
        change(settings);
        settings.saveAsync(done);
      },
      readNothing,
    );
  return {
    get(key) {
      const value = readOffice<unknown>(
        () => contextOf(office).roamingSettings.get(key),
        (found) => found,
      );
      return value.ok ? value.value : undefined;
    },
    save: (key, value) => saved((settings) => settings.set(key, value)),
    remove: (key) => saved((settings) => settings.remove(key)),
  };
}

/** The user's own name and address as Outlook knows them. */
export function mailboxUser(office: typeof Office | undefined): { address: string; name: string } {
  return {
    address: text(() => contextOf(office).mailbox.userProfile.emailAddress),
    name: text(() => contextOf(office).mailbox.userProfile.displayName),
  };
}

/** The part of `OfficeRuntime` that is used. */
export interface SignOnRuntime {
  auth: {
    getAccessToken(options: { allowSignInPrompt: boolean; allowConsentPrompt: boolean }): Promise<unknown>;
  };
}

/**
 * Legacy single sign-on (`OfficeRuntime.auth`), which works in event handlers too. A promise in every client that
 * has it; here one that always settles.
 */
export function officeAccessToken(
  runtime: SignOnRuntime | undefined,
  gate: Gate,
  ms: number,
): Promise<OfficeResult<string>> {
  return callOffice(
    gate,
    ms,
    (done) => {
      if (!runtime) throw new Error('no single sign-on');
      runtime.auth.getAccessToken({ allowSignInPrompt: false, allowConsentPrompt: false }).then(
        (value) => done({ status: 'succeeded', value }),
        (error: unknown) => done({ status: 'failed', error }),
      );
    },
    readText,
  );
}
