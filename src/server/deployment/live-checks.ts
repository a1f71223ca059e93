import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckOutcome, DeploymentCheck } from '../../core/api/checks';
import { ADDIN_PATHS, allowedScripts, ICON_SIZES, iconPath, parseXml } from '../../core/manifest';
import type { Ask } from '../checks/ask';
import { contentTypeOf, examine, wellUnlessEnding, wrong } from '../checks/outcome';
import type { Clock } from '../clock';

export interface LivePlaces {
  /** The app's origin. */
  app: string;
  /** The check of the origin that new mail is tracked by. */
  tracking: () => Promise<CheckOutcome>;
  /** Built files: `dist`. */
  dist: string;
  /** What is put in the launch file for its own address. */
  withAddress: (source: string) => string;
}

/** With whom the outside is asked. */
export interface LiveParts {
  ask: Ask;
  clock: Clock;
}

const WELL_KNOWN = '/.well-known/microsoft-officeaddins-allowed.json';
/** What classic Outlook asks first, since its requests come from another origin (facts: it preflights like a browser). */
const CORS_PATH = '/api/launch/v1/compose';
const NOTIFICATIONS = '/api/graph/notifications';

const hash = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

/**
 * A7: one check of the live address, made as a stranger would ask. Each says one thing that is wrong at most: the first
 * that somebody would have to repair.
 */
export async function checkLive(
  check: DeploymentCheck,
  parts: LiveParts,
  places: LivePlaces,
): Promise<CheckOutcome> {
  const { app } = places;
  const at = (path: string): URL => new URL(path, app);
  switch (check) {
    case 'address':
      return examine(parts, at('/'), {}, (answer, facts) => {
        const contentType = contentTypeOf(answer);
        return contentType === 'text/html'
          ? wellUnlessEnding(facts)
          : wrong('wrong-type', { ...facts, contentType });
      });
    case 'manifest':
      return examine(parts, at(ADDIN_PATHS.manifest), {}, (answer, facts) => {
        const xml = answer.body.toString('utf8');
        // Another server's manifest, or an older one of ours, would send Outlook elsewhere.
        const ours = parseXml(xml).ok && xml.includes(at(ADDIN_PATHS.pane).href);
        return ours ? { level: 'ok', finding: 'well', facts } : wrong('other-content', facts);
      });
    case 'icons':
      return checkIcons(parts, app);
    case 'pane': {
      const built = await stat(join(places.dist, 'addin', 'pane.html')).catch(() => undefined);
      if (!built) return wrong('not-built', { host: at('/').host, path: ADDIN_PATHS.pane });
      return examine(parts, at(ADDIN_PATHS.pane), {}, (answer, facts) => {
        const contentType = contentTypeOf(answer);
        if (contentType !== 'text/html') return wrong('wrong-type', { ...facts, contentType });
        return /office(?:\.debug)?\.js/.test(answer.body.toString('utf8'))
          ? { level: 'ok', finding: 'well', facts }
          : wrong('other-content', facts);
      });
    }
    case 'launch-file':
      return checkLaunchFile(parts, places);
    case 'well-known':
      return examine(parts, at(WELL_KNOWN), {}, (answer, facts) => {
        const contentType = contentTypeOf(answer);
        if (contentType !== 'application/json') return wrong('wrong-type', { ...facts, contentType });
        return sameJson(answer.body.toString('utf8'), allowedScripts(app))
          ? { level: 'ok', finding: 'well', facts }
          : wrong('other-content', facts);
      });
    case 'cors':
      return checkCors(parts, at(CORS_PATH), app);
    case 'notifications': {
      const url = at(NOTIFICATIONS);
      // Graph proves an address so, before it sends anything there.
      url.searchParams.set('validationToken', 'mailtrail check');
      return examine(parts, url, { method: 'POST' }, (answer, facts) =>
        answer.body.toString('utf8') === 'mailtrail check'
          ? { level: 'ok', finding: 'well', facts }
          : wrong('other-content', facts),
      );
    }
    case 'tracking':
      return places.tracking();
  }
}

/** Outlook shows no icon that it may not keep. */
async function checkIcons(parts: LiveParts, app: string): Promise<CheckOutcome> {
  const outcomes = await Promise.all(
    ICON_SIZES.map((size) =>
      examine(parts, new URL(iconPath(size), app), {}, (answer, facts) => {
        const contentType = contentTypeOf(answer);
        if (contentType !== 'image/png') return wrong('wrong-type', { ...facts, contentType });
        return /\bno-(?:store|cache)\b/.test(answer.headers['cache-control'] ?? '')
          ? wrong('not-stored', facts)
          : { level: 'ok', finding: 'well', facts };
      }),
    ),
  );
  const bad = outcomes.find(({ level }) => level === 'error');
  return bad ?? { level: 'ok', finding: 'well', facts: { host: new URL(app).host } };
}

async function checkLaunchFile(
  parts: LiveParts,
  { app, dist, withAddress }: LivePlaces,
): Promise<CheckOutcome> {
  const path = join(dist, 'addin', 'launchevent.js');
  const url = new URL(ADDIN_PATHS.launchScript, app);
  const [source, built] = await Promise.all([
    readFile(path, 'utf8').catch(() => undefined),
    stat(path).catch(() => undefined),
  ]);
  if (source === undefined || !built) return wrong('not-built', { host: url.host, path: url.pathname });
  return examine(parts, url, {}, (answer, told) => {
    const facts = { ...told, builtAt: built.mtime.toISOString() };
    const contentType = contentTypeOf(answer);
    if (contentType !== 'text/javascript') return wrong('wrong-type', { ...facts, contentType });
    // Another node, or a cache, that serves what was built before.
    return hash(answer.body) === hash(withAddress(source))
      ? { level: 'ok', finding: 'well', facts }
      : wrong('other-content', facts);
  });
}

async function checkCors(parts: LiveParts, url: URL, app: string): Promise<CheckOutcome> {
  const headers = {
    origin: app,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  };
  return examine(parts, url, { method: 'OPTIONS', headers, status: 204 }, (answer, facts) => {
    const allowed = answer.headers['access-control-allow-origin'];
    const wanted = (answer.headers['access-control-allow-headers'] ?? '').toLowerCase();
    return (allowed === '*' || allowed === app) && (wanted === '*' || wanted.includes('authorization'))
      ? { level: 'ok', finding: 'well', facts }
      : wrong('cross-origin-refused', facts);
  });
}

function sameJson(text: string, wanted: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(wanted);
  } catch {
    return false;
  }
}
