import type { SentReport } from '../../core/api/launch';
import { isRecord, roamingSettings, type Gate, type RoamingSettings } from '../office';
import { baseUrl } from './base-url';
import { loadBook } from './book';
import { postJson, type HttpResult } from './http';
import type { Surroundings } from './surroundings';

/** Reports of mail sent without network wait in the user's mailbox; the next event, or the pane, posts them. */
export const UNSENT_KEY = 'mailtrail.unsent';
/** All of an add-in's settings share 32 kB, 24 of which the ticket book may take. */
const MOST_CHARACTERS = 6_500;
const MOST_REPORTS = 10;
/** Refused as often as this, a report will be refused for ever. */
const MOST_TRIES = 3;
const MOST_AGE_MS = 30 * 24 * 60 * 60_000;
const REQUEST_MS = 5_000;

export interface UnsentReport {
  authorization: string;
  /** How often the server has refused it. */
  refused: number;
  report: SentReport;
}

export interface Unsent {
  reports: UnsentReport[];
  /** Reports given up: for want of room, of age, or since the server would not have them. */
  dropped: number;
}

export function loadUnsent(settings: RoamingSettings): Unsent {
  const kept = settings.get(UNSENT_KEY);
  if (!isRecord(kept)) return { reports: [], dropped: 0 };
  const reports = Array.isArray(kept.reports) ? kept.reports.filter(isUnsent) : [];
  return { reports, dropped: typeof kept.dropped === 'number' ? kept.dropped : 0 };
}

// Written by this file alone; the server reads each report as strictly as any.
const isUnsent = (value: unknown): value is UnsentReport =>
  isRecord(value) &&
  typeof value.authorization === 'string' &&
  typeof value.refused === 'number' &&
  isRecord(value.report) &&
  typeof value.report.token === 'string' &&
  typeof value.report.at === 'string';

/** Taken by the server, as it says itself; a proxy's page says nothing of the kind. */
export const wasTaken = (result: HttpResult): boolean =>
  result.ok && isRecord(result.answer) && result.answer.accepted === true;

/** The server was reached and would not have it, whatever the hour. */
export const wasRefused = (result: HttpResult): boolean =>
  !result.ok &&
  result.status !== undefined &&
  result.status >= 400 &&
  result.status < 500 &&
  [408, 425, 429].indexOf(result.status) < 0;

/** Adds one report, without its body; the oldest give way. A second report of one mail takes the place of the first. */
export function withUnsent(unsent: Unsent, added: UnsentReport): Unsent {
  const others = unsent.reports.filter(({ report }) => report.token !== added.report.token);
  const reports = [...others, { ...added, report: envelope(added.report) }];
  let { dropped } = unsent;
  while (
    reports.length > MOST_REPORTS ||
    (reports.length > 0 && JSON.stringify(reports).length > MOST_CHARACTERS)
  ) {
    reports.shift();
    dropped++;
  }
  return { reports, dropped };
}

/** What finds the mail again. Texts come from the sent copy. */
function envelope(report: SentReport): SentReport {
  const { html: _html, text: _text, ...rest } = report;
  return { ...rest, links: rest.links.map((link) => ({ ...link, text: link.text.slice(0, 60) })) };
}

export const saveUnsent = (settings: RoamingSettings, unsent: Unsent) =>
  unsent.reports.length === 0 && unsent.dropped === 0
    ? settings.remove(UNSENT_KEY)
    : settings.save(UNSENT_KEY, unsent);

/** Posts what waits. What was taken goes; what is refused thrice, or too old, goes and is counted. */
export async function deliverUnsent(gate: Gate, around: Surroundings): Promise<void> {
  const settings = roamingSettings(around.office, gate);
  const waiting = loadUnsent(settings).reports;
  const origin = baseUrl(loadBook(settings)?.baseUrl);
  if (waiting.length === 0 || !origin) return;
  const results: { token: string; is: 'taken' | 'refused' }[] = [];
  for (const { authorization, report } of waiting) {
    const result = await postJson(gate, around.send, {
      url: `${origin}/api/launch/v1/sent`,
      authorization,
      body: { ...report, postedAt: new Date(around.now()).toISOString() },
      ms: REQUEST_MS,
    });
    if (wasTaken(result)) results.push({ token: report.token, is: 'taken' });
    else if (wasRefused(result)) results.push({ token: report.token, is: 'refused' });
    // The others would fare no better.
    else break;
  }
  const now = around.now();
  // Looked at again: a send may have added one meanwhile.
  const kept = loadUnsent(settings);
  const after = settled(kept, results, now);
  if (gate.open && JSON.stringify(after) !== JSON.stringify(kept)) await saveUnsent(settings, after);
}

export function settled(
  unsent: Unsent,
  results: readonly { token: string; is: 'taken' | 'refused' }[],
  now: number,
): Unsent {
  const resultOf = (token: string) => results.filter((one) => one.token === token)[0]?.is;
  const standing = unsent.reports
    .filter(({ report }) => resultOf(report.token) !== 'taken')
    .map((one) => (resultOf(one.report.token) === 'refused' ? { ...one, refused: one.refused + 1 } : one));
  const reports = standing.filter(
    ({ refused, report }) => refused < MOST_TRIES && now - Date.parse(report.at) < MOST_AGE_MS,
  );
  return { reports, dropped: unsent.dropped + standing.length - reports.length };
}
