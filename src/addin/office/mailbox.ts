import { callOffice, readNothing, readText, type OfficeResult } from './call';
import type { Gate } from './gate';
import { textOf, WAITS } from './item';

/** Which Outlook this is, in Office's own words, cut to what the API takes; "" where it does not say. */
export interface OutlookClient {
  /** "Outlook", "newOutlookWindows", "OutlookWebApp", "OutlookIOS", … */
  host: string;
  /** "PC", "OfficeOnline", "Mac", "iOS", "Android", "Universal". */
  platform: string;
  version: string;
}

/** undefined where Office does not let it be read. */
function tried(get: () => unknown): unknown {
  try {
    return get();
  } catch {
    return undefined;
  }
}

const text = (get: () => unknown): string => textOf(tried(get));

const word = (get: () => unknown): string => text(get).slice(0, 60);

/** Never throws; a client that says nothing of itself is unknown, and treated as such. */
export const outlookClient = (office: typeof Office): OutlookClient => ({
  host: word(() => office.context.mailbox.diagnostics.hostName),
  platform: word(() => {
    const { diagnostics, platform } = office.context;
    return (diagnostics && diagnostics.platform) || platform;
  }),
  version: word(() => {
    const { diagnostics, mailbox } = office.context;
    return mailbox.diagnostics.hostVersion || diagnostics.version;
  }),
});

/** The item at hand, whatever it is; nothing when there is none (a pinned pane with no mail selected). */
export const currentItem = (office: typeof Office): unknown => tried(() => office.context.mailbox.item);

/** What the add-in keeps in the user's mailbox: at most 32 kB in all, and a copy in another runtime may be older. */
export interface RoamingSettings {
  get(key: string): unknown;
  /** Sets and saves. */
  save(key: string, value: unknown): Promise<OfficeResult<true>>;
  remove(key: string): Promise<OfficeResult<true>>;
}

export function roamingSettings(office: typeof Office, gate: Gate): RoamingSettings {
  const saved = (change: (settings: Office.RoamingSettings) => void) =>
    callOffice(
      gate,
      WAITS.store,
      (done) => {
        const settings = office.context.roamingSettings;
        change(settings);
        settings.saveAsync(done);
      },
      readNothing,
    );
  return {
    get: (key) => tried(() => office.context.roamingSettings.get(key) as unknown),
    save: (key, value) => saved((settings) => settings.set(key, value)),
    remove: (key) => saved((settings) => settings.remove(key)),
  };
}

/** The user's own name and address as Outlook knows them. */
export const mailboxUser = (office: typeof Office): { address: string; name: string } => ({
  address: text(() => office.context.mailbox.userProfile.emailAddress),
  name: text(() => office.context.mailbox.userProfile.displayName),
});

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
export const officeAccessToken = (
  runtime: SignOnRuntime | undefined,
  gate: Gate,
  ms: number,
): Promise<OfficeResult<string>> =>
  callOffice(
    gate,
    ms,
    (done) => {
      if (!runtime) return done(undefined);
      runtime.auth.getAccessToken({ allowSignInPrompt: false, allowConsentPrompt: false }).then(
        (value) => done({ status: 'succeeded', value }),
        (error: unknown) => done({ error }),
      );
    },
    readText,
  );
