import type { ManifestChange } from '../api/deployment';
import { descendants, everyElement, parseXml, type XmlElement } from './xml';

type About = ManifestChange['about'];
type Facts = Map<string, { about: About; value: string }>;

/** What a change is about, by the element that it stands in. */
const ABOUT: Readonly<Record<string, About>> = {
  LaunchEvent: 'events',
  Permissions: 'permissions',
  ExtendedPermission: 'permissions',
  Scope: 'scopes',
  Resource: 'scopes',
  AppDomain: 'domains',
  SourceLocation: 'addresses',
  Url: 'addresses',
  SupportUrl: 'addresses',
  DisplayName: 'name',
  ProviderName: 'name',
  String: 'name',
  IconUrl: 'icons',
  HighResolutionIconUrl: 'icons',
  Image: 'icons',
};
/** Every change raises it: it is no change by itself. */
const IGNORED = new Set(['Version']);

/** The elements of a manifest that say something, by a name that stays the same over versions. */
function factsOf(root: XmlElement): Facts {
  const facts: Facts = new Map();
  const seen = new Map<string, number>();
  const put = (element: XmlElement, path: string): void => {
    const { id, Type: type, ...rest } = element.attributes;
    const value = [
      ...Object.entries(rest).map(([name, text]) => (name === 'DefaultValue' ? text : `${name} ${text}`)),
      element.text,
    ]
      .filter((text) => text !== '')
      .join(', ');
    const about = ABOUT[element.name] ?? 'other';
    // What stands in a list is known by what it says, all else by where it stands.
    const isListed = ['AppDomain', 'Scope', 'ExtendedPermission'].includes(element.name);
    const name = [path, id, type, isListed ? value : ''].join('|');
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    const shown = [type ?? '', value].filter((text) => text !== '').join(': ');
    if (!IGNORED.has(element.name) && (shown !== '' || element.children.length === 0))
      facts.set(`${name}|${n}`, { about, value: shown === '' ? element.name : shown });
    for (const child of element.children) put(child, `${path}/${child.name}`);
  };
  for (const child of root.children) put(child, child.name);
  return facts;
}

/**
 * In what two manifests differ, what an administrator consents to first; empty: nothing but perhaps the version.
 * @throws RangeError when one of them is no manifest
 */
export function compareManifests(before: string, after: string): ManifestChange[] {
  const [old, present] = [before, after].map((text) => {
    const read = parseXml(text);
    if (!read.ok) throw new RangeError(read.problem);
    return factsOf(read.root);
  });
  if (!old || !present) return [];
  const changes: ManifestChange[] = [];
  const told = new Set<string>();
  const tell = (change: ManifestChange): void => {
    // One name stands in several places.
    const key = JSON.stringify(change);
    if (!told.has(key)) changes.push(change);
    told.add(key);
  };
  for (const [name, { about, value }] of old) {
    const now = present.get(name);
    if (!now) tell({ about, from: value });
    else if (now.value !== value) tell({ about, from: value, to: now.value });
  }
  for (const [name, { about, value }] of present) if (!old.has(name)) tell({ about, to: value });
  const order: readonly About[] = [
    'events',
    'permissions',
    'scopes',
    'domains',
    'addresses',
    'name',
    'icons',
    'other',
  ];
  return changes.sort((a, b) => order.indexOf(a.about) - order.indexOf(b.about));
}

/** Whether Outlook starts it by itself: then Microsoft asks an administrator anew at any change of the manifest. */
export function startsByItself(manifest: string): boolean {
  const read = parseXml(manifest);
  return read.ok && everyElement(read.root).some((element) => descendants(element, 'LaunchEvent').length > 0);
}
