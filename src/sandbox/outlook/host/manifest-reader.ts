/** What the host takes from an add-in's manifest. */
export interface AddinManifest {
  id: string;
  name: string;
  /** `Restricted`, `ReadItem`, `ReadWriteItem`, `ReadWriteMailbox`. */
  permission: string;
  extendedPermissions: string[];
  appDomains: string[];
  /** Buttons that open a pane, by surface. */
  buttons: { read: PaneButton[]; compose: PaneButton[] };
  launchPage: string | undefined;
  launchEvents: { type: string; functionName: string; sendMode: string | undefined }[];
}

export interface PaneButton {
  id: string;
  label: string;
  icon: string;
  url: string;
  supportsPinning: boolean;
}

/** Reads a manifest as Outlook does. @throws when it is no manifest, or names a resource that is not there. */
export function readManifest(xml: string, parser: DOMParser): AddinManifest {
  const document = parser.parseFromString(xml, 'text/xml');
  const problem = document.getElementsByTagName('parsererror')[0];
  if (problem) throw new Error(`the manifest is not XML: ${problem.textContent ?? ''}`);
  const root = document.documentElement;
  if (root.localName !== 'OfficeApp') throw new Error('the manifest is none: no OfficeApp');

  const points = all(root, 'ExtensionPoint');
  const surface = (type: string): PaneButton[] =>
    points
      .filter((point) => typeOf(point) === type)
      .flatMap((point) => all(point, 'Control'))
      .flatMap((control) => {
        const action = all(control, 'Action').find((candidate) => typeOf(candidate) === 'ShowTaskpane');
        const source = action && first(action, 'SourceLocation');
        if (!source) return [];
        const largest = all(control, 'Image').at(-1);
        return [
          {
            id: control.getAttribute('id') ?? '',
            label: resource(root, first(control, 'Label')),
            icon: largest ? resource(root, largest) : '',
            url: resource(root, source),
            supportsPinning: first(action, 'SupportsPinning')?.textContent?.trim() === 'true',
          },
        ];
      });

  const launchPoint = points.find((point) => typeOf(point) === 'LaunchEvent');
  const launchSource = launchPoint && first(launchPoint, 'SourceLocation');
  return {
    id: text(root, 'Id'),
    name: first(root, 'DisplayName')?.getAttribute('DefaultValue') ?? '',
    permission: text(root, 'Permissions'),
    extendedPermissions: all(root, 'ExtendedPermission').map((element) => element.textContent?.trim() ?? ''),
    appDomains: all(root, 'AppDomain').map((element) => element.textContent?.trim() ?? ''),
    buttons: { read: surface('MessageReadCommandSurface'), compose: surface('MessageComposeCommandSurface') },
    launchPage: launchSource && resource(root, launchSource),
    launchEvents: (launchPoint ? all(launchPoint, 'LaunchEvent') : []).map((event) => ({
      type: event.getAttribute('Type') ?? '',
      functionName: event.getAttribute('FunctionName') ?? '',
      sendMode: event.getAttribute('SendMode') ?? undefined,
    })),
  };
}

/** Descendants by local name, in document order: the parts of a manifest live in five namespaces. */
function all(element: Element, name: string): Element[] {
  return [...element.getElementsByTagNameNS('*', name)];
}

function first(element: Element, name: string): Element | undefined {
  return all(element, name)[0];
}

function text(root: Element, name: string): string {
  return first(root, name)?.textContent?.trim() ?? '';
}

function typeOf(element: Element): string {
  return element.getAttributeNS('http://www.w3.org/2001/XMLSchema-instance', 'type') ?? '';
}

function resource(root: Element, reference: Element | undefined): string {
  const id = reference?.getAttribute('resid') ?? '';
  const found = all(root, 'Resources')
    .flatMap((list) => [...list.querySelectorAll('[id]')])
    .find((element) => element.getAttribute('id') === id);
  const value = found?.getAttribute('DefaultValue');
  if (value === null || value === undefined)
    throw new Error(`the manifest names '${id}', which is not in its Resources`);
  return value;
}
