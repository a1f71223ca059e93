import { AGENTS, type AgentKind } from './agents';

export type Platform = 'windows' | 'mac' | 'ios' | 'android' | 'linux' | 'other';

/** What is kept of a User-Agent header: words of our own, never the header itself (P4). */
export interface Agent {
  /** The line of `agents.ts` or the browser family; the unit in which loads are counted as one (O3). */
  family: string;
  kind: AgentKind;
  /** As a reader is told. */
  name: string;
  platform: Platform;
}

const PLATFORMS: readonly (readonly [Platform, RegExp])[] = [
  ['ios', /iPhone|iPad|iPod|Outlook-iOS/i],
  ['android', /Android/i],
  ['windows', /Windows|Win(?:9[58x]|32|64)\b|ms-office|Microsoft Office|Outlook-Express/i],
  ['mac', /Macintosh|Mac OS X|MacOutlook|Darwin|Mac_PowerPC/i],
  ['linux', /Linux|X11|CrOS/i],
];

const BROWSERS: readonly (readonly [family: string, name: string, pattern: RegExp])[] = [
  ['edge', 'Edge', /\bEdg(?:e|A|iOS)?\//],
  ['opera', 'Opera', /\bOPR\/|\bOpera\b/],
  ['samsung-internet', 'Samsung Internet', /SamsungBrowser\//],
  ['firefox', 'Firefox', /\b(?:Firefox|FxiOS|Fennec)\//],
  ['chrome', 'Chrome', /\b(?:Chrome|Chromium|CriOS)\//],
  ['internet-explorer', 'Internet Explorer', /\bMSIE |Trident\//],
  ['safari', 'Safari', /\bSafari\//],
];

const ENGINE = /AppleWebKit|KHTML|Gecko|Trident|MSIE|Presto|NetFront|Goanna|Dolfin|UCWEB|UC Browser/i;
/** A browser names the machine that it runs on in its first brackets. */
const MACHINE =
  /Windows|Win ?9|Macintosh|X11|Linux|Android|iPhone|iPad|iPod|CrOS|Darwin|S60|Symbian|Series ?[46]0|BlackBerry|BB10|PlayBook|Tizen|KAIOS|Web0S|Nintendo|PlayStation|Xbox|Amiga|Syllable|Haiku|BeOS|OS\/2|CYGWIN|BSD|SunOS|Fuchsia|HarmonyOS/i;
const FEATURE_PHONE = /Profile\/MIDP|\bMIDP\b|UP\.(?:Browser|Link)/;
/** Robots leave an address for complaints, browsers do not. */
const CONTACT =
  /https?:|www\.|\+\w+\.\w+|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}|\bcontact\b|;\s*[\w-]+\.(?:com|net|org|io|ai|de|ru)\b|\b[\w-]+\.com\b/i;
/** Where browsers write "(KHTML, like Gecko)", robots append their name. */
const NAMED_BEHIND_ENGINE =
  /like Gecko;|(?<!^Mozilla\/\d\.\d )\(compatible; (?!MSIE|Konqueror)[^)]*\)\s*$|-SNAPSHOT\b|Safari\/[\d.]+ \([A-Z]\w+\)\s*$/;
const FORMS = [/^Mozilla\/\d/, /^Opera\/\d/];

/** Reads a User-Agent header. Pure; an unknown program is judged by the form of what it says. */
export function readAgent(header: string | undefined): Agent {
  const given = (header ?? '').trim();
  // Some writers put "+" for every space.
  const text = given.includes(' ') ? given : given.replace(/\+/g, ' ');
  const platform = PLATFORMS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
  if (text === '')
    return { family: 'empty', kind: 'empty', name: 'a program that does not say what it is', platform };
  const line = AGENTS.find(({ pattern }) => pattern.test(text));
  if (line) return { family: line.family, kind: line.kind, name: line.name ?? line.family, platform };
  if (CONTACT.test(text) || NAMED_BEHIND_ENGINE.test(text)) {
    return { family: 'bot', kind: 'bot', name: 'a robot', platform };
  }
  if (isBrowserForm(text)) {
    const [family, name] = BROWSERS.find(([, , pattern]) => pattern.test(text)) ?? ['browser', 'a browser'];
    return { family, kind: 'browser', name, platform };
  }
  if (/\bCFNetwork\/\S+ Darwin\//i.test(text)) {
    return { family: 'apple-app', kind: 'mail-program', name: 'an app on an Apple device', platform };
  }
  return {
    family: 'unnamed',
    kind: 'unnamed',
    name: 'a program that is no known browser or mail program',
    platform,
  };
}

/** What a family is called to a reader; as it is where nothing is known of it. */
export const nameOfFamily = (family: string): string =>
  AGENTS.find((line) => line.family === family)?.name ??
  BROWSERS.find(([known]) => known === family)?.[1] ??
  FURTHER[family] ??
  family;

const FURTHER: Record<string, string> = {
  browser: 'a browser',
  'apple-app': 'an app on an Apple device',
  bot: 'a robot',
};

function isBrowserForm(text: string): boolean {
  if (FEATURE_PHONE.test(text)) return true;
  if (!FORMS.some((form) => form.test(text))) return false;
  const brackets = /\(([^)]*)/.exec(text)?.[1] ?? '';
  return MACHINE.test(brackets) && (ENGINE.test(text) || text.startsWith('Opera/'));
}
