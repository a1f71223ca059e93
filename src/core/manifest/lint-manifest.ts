import { readOrigin } from './address';
import { descendants, everyElement, parseXml, type XmlElement } from './xml';

export interface ManifestProblem {
  rule:
    | 'xml'
    | 'size'
    | 'resid-dangling'
    | 'resid-unused'
    | 'resid-long'
    | 'resid-twice'
    | 'icon-sizes'
    | 'mobile-icon-sizes'
    | 'http-url'
    | 'app-domain'
    | 'high-resolution-icon'
    | 'text-long'
    | 'runtime-resid'
    | 'launch-event-twice'
    | 'send-mode'
    | 'function-unregistered'
    | 'script-not-allowed'
    | 'append-on-send';
  message: string;
}

export interface LintChoices {
  /** Names that the built launch file associates with a function. */
  registeredFunctions?: readonly string[];
  /** `allowed` of the well-known file that the same deployment serves. */
  allowedUrls?: readonly string[];
}

/** Office refuses longer ones without a word. */
const RESID_LIMIT = 32;
const MANIFEST_LIMIT_BYTES = 256 * 1024;
/** What an element may say, in characters. */
const TEXT_LIMITS: Readonly<Record<string, number>> = { DisplayName: 125, Description: 250 };
const BUTTON_ICONS = ['16', '32', '80'];
const MOBILE_ICONS = ['25', '32', '48'].flatMap((size) => ['1', '2', '3'].map((scale) => `${size}@${scale}`));

/**
 * What the schema does not catch, and Office answers with silence: each rule is a mistake that makes an add-in fail to
 * load, lose its buttons or stop its events. An empty list means none was found.
 */
export function lintManifest(xml: string, choices: LintChoices = {}): ManifestProblem[] {
  const parsed = parseXml(xml);
  if (!parsed.ok) return [{ rule: 'xml', message: parsed.problem }];
  const { root } = parsed;
  return [
    ...checkSize(xml),
    ...checkResids(root),
    ...checkIcons(root),
    ...checkUrls(root),
    ...checkTexts(root),
    ...checkLaunch(root, choices),
    ...checkPermissions(root),
  ];
}

/** Function names of the manifest's launch events, in order. */
export function launchFunctions(xml: string): string[] {
  const parsed = parseXml(xml);
  return parsed.ok
    ? descendants(parsed.root, 'LaunchEvent').map((event) => event.attributes['FunctionName'] ?? '')
    : [];
}

function checkSize(xml: string): ManifestProblem[] {
  // A character outside ASCII is at most three bytes per UTF-16 unit: near the limit is as bad as over it.
  const bytes = xml.length + 2 * xml.replace(/[^\u0080-\uffff]/g, '').length;
  return bytes > MANIFEST_LIMIT_BYTES
    ? [{ rule: 'size', message: `${bytes} bytes, at most ${MANIFEST_LIMIT_BYTES}` }]
    : [];
}

function resources(root: XmlElement): XmlElement[] {
  return descendants(root, 'Resources').flatMap((list) =>
    everyElement(list).filter((e) => e.attributes['id'] !== undefined),
  );
}

function resourceValue(root: XmlElement, id: string | undefined): string | undefined {
  return resources(root).find((resource) => resource.attributes['id'] === id)?.attributes['DefaultValue'];
}

function checkResids(root: XmlElement): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  const ids = resources(root).map((resource) => resource.attributes['id'] ?? '');
  const used = everyElement(root).flatMap((element) => element.attributes['resid'] ?? []);
  for (const id of new Set(used)) {
    if (!ids.includes(id))
      problems.push({ rule: 'resid-dangling', message: `resid '${id}' is not in Resources` });
  }
  for (const id of new Set(ids)) {
    if (!used.includes(id))
      problems.push({ rule: 'resid-unused', message: `resource '${id}' is used nowhere` });
    if (id.length > RESID_LIMIT)
      problems.push({
        rule: 'resid-long',
        message: `'${id}' has ${id.length} characters, at most ${RESID_LIMIT}`,
      });
    if (ids.filter((other) => other === id).length > 1)
      problems.push({ rule: 'resid-twice', message: `resource '${id}' stands twice` });
  }
  return problems;
}

function checkIcons(root: XmlElement): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  for (const control of descendants(root, 'Control')) {
    const id = control.attributes['id'] ?? '';
    const images = descendants(control, 'Image');
    const mobile = control.attributes['type'] === 'MobileButton';
    const have = images.map((image) => {
      const { size = '', scale = '' } = image.attributes;
      return mobile ? `${size}@${scale}` : size;
    });
    const missing = (mobile ? MOBILE_ICONS : BUTTON_ICONS).filter((size) => !have.includes(size));
    if (missing.length > 0) {
      problems.push({
        rule: mobile ? 'mobile-icon-sizes' : 'icon-sizes',
        message: `button '${id}' lacks ${missing.join(', ')}`,
      });
    }
  }
  if (descendants(root, 'HighResolutionIconUrl').length === 0) {
    problems.push({ rule: 'high-resolution-icon', message: 'HighResolutionIconUrl is missing' });
  }
  return problems;
}

function checkUrls(root: XmlElement): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  for (const element of everyElement(root)) {
    const value = element.attributes['DefaultValue'] ?? '';
    const [origin] = /^http:\/\/[^/?#]*/i.exec(value) ?? [];
    if (origin !== undefined && !readOrigin(origin).ok)
      problems.push({ rule: 'http-url', message: `${element.name}: ${value}` });
  }
  for (const domain of descendants(root, 'AppDomain')) {
    const read = readOrigin(domain.text);
    if (!read.ok || read.origin !== domain.text.toLowerCase()) {
      problems.push({ rule: 'app-domain', message: `'${domain.text}' is not scheme://host[:port] alone` });
    }
  }
  return problems;
}

function checkTexts(root: XmlElement): ManifestProblem[] {
  const tooLong = (element: XmlElement, limit: number): ManifestProblem[] => {
    const value = element.attributes['DefaultValue'] ?? '';
    return value.length > limit
      ? [{ rule: 'text-long', message: `${element.name}: ${value.length} characters, at most ${limit}` }]
      : [];
  };
  return [
    ...root.children.flatMap((child) => tooLong(child, TEXT_LIMITS[child.name] ?? Infinity)),
    ...descendants(root, 'ShortStrings').flatMap((list) =>
      list.children.flatMap((text) => tooLong(text, 125)),
    ),
    ...descendants(root, 'LongStrings').flatMap((list) =>
      list.children.flatMap((text) => tooLong(text, 250)),
    ),
  ];
}

function checkLaunch(root: XmlElement, choices: LintChoices): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  const runtimes = descendants(root, 'Runtime');
  const point = descendants(root, 'ExtensionPoint').find(
    (extension) => extension.attributes['type'] === 'LaunchEvent',
  );
  const events = descendants(root, 'LaunchEvent');
  if (point) {
    const source = point.children.find((child) => child.name === 'SourceLocation')?.attributes['resid'];
    const runtime = runtimes[0]?.attributes['resid'];
    if (runtimes.length !== 1 || runtime !== source) {
      problems.push({
        rule: 'runtime-resid',
        message: `${runtimes.length} Runtime elements, first '${runtime ?? ''}'; the launch events' SourceLocation is '${source ?? ''}'`,
      });
    }
  }
  const seen = new Set<string>();
  for (const { attributes } of events) {
    const { Type: type = '', FunctionName: functionName = '', SendMode: sendMode } = attributes;
    if (seen.has(type)) problems.push({ rule: 'launch-event-twice', message: type });
    seen.add(type);
    if (type === 'OnMessageSend' && sendMode !== 'PromptUser') {
      problems.push({
        rule: 'send-mode',
        message: `${sendMode ?? 'SoftBlock (the default)'} can hold a mail back; PromptUser cannot`,
      });
    }
    if (choices.registeredFunctions && !choices.registeredFunctions.includes(functionName)) {
      problems.push({
        rule: 'function-unregistered',
        message: `'${functionName}' for ${type} is not associated in the launch file`,
      });
    }
  }
  for (const override of runtimes.flatMap((runtime) => descendants(runtime, 'Override'))) {
    const url = resourceValue(root, override.attributes['resid']);
    if (choices.allowedUrls && (url === undefined || !choices.allowedUrls.includes(url))) {
      problems.push({ rule: 'script-not-allowed', message: `${url ?? ''} is not in the well-known file` });
    }
  }
  return problems;
}

function checkPermissions(root: XmlElement): ManifestProblem[] {
  const declared = descendants(root, 'ExtendedPermission').some(
    (permission) => permission.text === 'AppendOnSend',
  );
  return declared
    ? []
    : [
        {
          rule: 'append-on-send',
          message: 'AppendOnSend is not declared: appendOnSendAsync would fail with 9047',
        },
      ];
}
