import type { SentReport } from '../../core/api/launch';
import { roamingSettings, type Gate, type RoamingSettings } from '../office';
import { baseUrl } from './base-url';
import { loadBook } from './book';
import { changed } from './changed';
import { postJson, type HttpResult } from './http';
import { listOf, number, record, text } from './read-answer';
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

export const loadUnsent = (settings: RoamingSettings): Unsent =>
  readUnsent(settings.get(UNSENT_KEY)) || { reports: [], dropped: 0 };

// Written by this file alone; the server reads each report as strictly as any.
const isReport = (value: unknown): value is SentReport => readNamed(value) !== null;
const readNamed = record<Pick<SentReport, 'token' | 'at'>>({ token: text, at: text });

const readUnsent = record<Unsent>({
  reports: listOf(
    record<UnsentReport>({
      authorization: text,
      refused: number,
      report: (value) => (isReport(value) ? value : null),
    }),
  ),
  dropped: (value) => number(value) || 0,
});

/** Taken by the server, as it says itself; a proxy's page says nothing of the kind. */
export const wasTaken = (result: HttpResult): boolean => result.ok && result.answer.accepted === true;

/** The server was reached and would not have it, now or later: 408, 425 and 429 are for now. */
export const wasRefused = (result: HttpResult): boolean =>
  !result.ok && /^4(?!08|25|29)/.test(String(result.status));

/** Adds one report, without its body; the oldest give way. A second report of one mail takes the place of the first. */
export function withUnsent({ reports, dropped }: Unsent, added: UnsentReport): Unsent {
  const kept = reports.filter(({ report }) => report.token !== added.report.token);
  kept.push(changed(added, { report: envelope(added.report) }));
  while (kept.length > MOST_REPORTS || (kept.length > 0 && JSON.stringify(kept).length > MOST_CHARACTERS)) {
    kept.shift();
    dropped++;
  }
  return { reports: kept, dropped };
}

/** What finds the mail again. Texts come from the sent copy. */
const envelope = (report: SentReport): SentReport =>
  changed(report, {
    html: undefined,
    text: undefined,
    links: report.links.map((link) => changed(link, { text: link.text.slice(0, 60) })),
  });

export const saveUnsent = (settings: RoamingSettings, unsent: Unsent) =>
  unsent.reports.length || unsent.dropped ? settings.save(UNSENT_KEY, unsent) : settings.remove(UNSENT_KEY);

/** Posts what waits. What was taken goes; what is refused thrice, or too old, goes and is counted. */
export async function deliverUnsent(gate: Gate, around: Surroundings): Promise<void> {
  const settings = roamingSettings(around.office, gate);
  const origin = baseUrl(loadBook(settings)?.baseUrl);
  if (!origin) return;
  const refused = new Map<string, boolean>();
  for (const { authorization, report } of loadUnsent(settings).reports) {
    const result = await postJson(gate, around.send, {
      url: `${origin}/api/launch/v1/sent`,
      authorization,
      body: Object.assign({ postedAt: new Date(around.now()).toISOString() }, report),
      ms: REQUEST_MS,
    });
    // The others would fare no better.
    if (!wasTaken(result) && !wasRefused(result)) break;
    refused.set(report.token + report.at, !result.ok);
  }
  // Looked at again: a send may have added one meanwhile.
  const kept = loadUnsent(settings);
  const after = settled(kept, refused, around.now());
  if (gate.open && JSON.stringify(after) !== JSON.stringify(kept)) await saveUnsent(settings, after);
}

/** `refused`: of the reports that were posted, by token and time, whether the server refused them or took them. */
function settled({ reports, dropped }: Unsent, refused: ReadonlyMap<string, boolean>, now: number): Unsent {
  const kept: UnsentReport[] = [];
  for (const one of reports) {
    const { token, at } = one.report;
    const answer = refused.get(token + at);
    const times = one.refused + (answer ? 1 : 0);
    if (answer === false) continue;
    if (times < MOST_TRIES && now - Date.parse(at) < MOST_AGE_MS) kept.push(changed(one, { refused: times }));
    else dropped++;
  }
  return { reports: kept, dropped };
}
