import { z } from 'zod';
import { CLIENT_KEYS } from '../host/clients';
import { OTHER_ADDINS } from '../host/other-addins';
import { cell, type Cell } from './cell';

/** How this tab's Outlook is and what goes wrong in it. */
const settingsShape = z.object({
  client: z.enum(CLIENT_KEYS).catch('web'),
  /** Seconds in which a sent mail can be taken back; 0: it leaves at once. */
  undo: z.coerce.number().int().min(0).max(30).catch(0),
  /** What other add-ins do after ours. */
  others: z.array(z.enum(OTHER_ADDINS)).catch([]),
  /** The person goes to another item after so many calls of the send handler; -1: they stay. */
  leaveAfter: z.coerce.number().int().min(-1).catch(-1),
  /** Shifts which writes are damaged, where not all are. */
  seed: z.coerce.number().int().catch(0),
});
export type Settings = z.output<typeof settingsShape>;

const KEY = 'outlookSandbox';

/** The tab's settings: from the page's address where it names them, else as they were. Changes are kept with the tab. */
export function tabSettings(search: string, storage: Storage): Cell<Settings> {
  const query = new URLSearchParams(search);
  const given = Object.fromEntries([...query].filter(([name]) => name !== 'others'));
  const others = query
    .get('others')
    ?.split(',')
    .filter((name) => name !== '');
  const settings = cell(settingsShape.parse({ ...kept(storage), ...given, ...(others && { others }) }));
  const keep = () => storage.setItem(KEY, JSON.stringify(settings.get()));
  settings.subscribe(keep);
  keep();
  return settings;
}

function kept(storage: Storage): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(storage.getItem(KEY) ?? '{}'));
  } catch {
    return {};
  }
}
