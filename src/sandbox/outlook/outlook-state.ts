import { z } from 'zod';
import { openJournal } from '../journal';

const record = z.discriminatedUnion('type', [
  z.object({ type: z.literal('roaming'), person: z.string(), settings: z.record(z.string(), z.string()) }),
  z.object({
    type: z.literal('custom-properties'),
    person: z.string(),
    item: z.string(),
    properties: z.record(z.string(), z.json()),
  }),
]);
type OutlookRecord = z.infer<typeof record>;
type Properties = Extract<OutlookRecord, { type: 'custom-properties' }>['properties'];

/** What Outlook itself keeps for add-ins: roaming settings, and custom properties set on received mail. */
export interface OutlookState {
  roaming: (person: string) => Record<string, string>;
  /** Resolves when it is on disk. */
  saveRoaming: (person: string, settings: Record<string, string>) => Promise<void>;
  customProperties: (person: string, item: string) => Properties | undefined;
  saveCustomProperties: (person: string, item: string, properties: Properties) => Promise<void>;
  close: () => Promise<void>;
}

/** Opens the state that the journal at `path` holds. */
export async function openOutlookState(path: string): Promise<OutlookState> {
  const roaming = new Map<string, Record<string, string>>();
  const properties = new Map<string, Properties>();
  const itemKey = (person: string, item: string) => `${person} ${item}`;
  const apply = (change: OutlookRecord): void => {
    if (change.type === 'roaming') roaming.set(change.person, change.settings);
    else properties.set(itemKey(change.person, change.item), change.properties);
  };
  const journal = await openJournal(path, (line) => apply(record.parse(line)));
  const keep = async (change: OutlookRecord): Promise<void> => {
    await journal.append(change);
    apply(change);
  };
  return {
    roaming: (person) => roaming.get(person) ?? {},
    saveRoaming: (person, settings) => keep({ type: 'roaming', person, settings }),
    customProperties: (person, item) => properties.get(itemKey(person, item)),
    saveCustomProperties: (person, item, values) =>
      keep({ type: 'custom-properties', person, item, properties: values }),
    close: () => journal.close(),
  };
}
