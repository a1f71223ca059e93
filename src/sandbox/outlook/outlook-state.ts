import { z } from 'zod';
import { openJournal } from '../journal';
import { savedDraft, type SavedDraft } from './api-shapes';

const record = z.discriminatedUnion('type', [
  z.object({ type: z.literal('roaming'), person: z.string(), settings: z.record(z.string(), z.string()) }),
  z.object({
    type: z.literal('custom-properties'),
    person: z.string(),
    item: z.string(),
    properties: z.record(z.string(), z.json()),
  }),
  z.object({
    type: z.literal('draft'),
    person: z.string(),
    id: z.string(),
    savedAt: z.string(),
    /** null: sent or thrown away. */
    draft: savedDraft.nullable(),
  }),
]);
type OutlookRecord = z.infer<typeof record>;
type Properties = Extract<OutlookRecord, { type: 'custom-properties' }>['properties'];

export interface KeptDraft {
  id: string;
  /** ISO 8601, UTC. */
  savedAt: string;
  draft: SavedDraft;
}

/** What Outlook itself keeps: drafts, and for add-ins roaming settings and custom properties set on received mail. */
export interface OutlookState {
  roaming: (person: string) => Record<string, string>;
  /** Resolves when it is on disk. */
  saveRoaming: (person: string, settings: Record<string, string>) => Promise<void>;
  customProperties: (person: string, item: string) => Properties | undefined;
  saveCustomProperties: (person: string, item: string, properties: Properties) => Promise<void>;
  /** A person's drafts, the last saved first. */
  drafts: (person: string) => KeptDraft[];
  saveDraft: (person: string, id: string, savedAt: string, draft: SavedDraft) => Promise<void>;
  /** Removing what is not there is no fault. */
  removeDraft: (person: string, id: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Opens the state that the journal at `path` holds. */
export async function openOutlookState(path: string): Promise<OutlookState> {
  const roaming = new Map<string, Record<string, string>>();
  const properties = new Map<string, Properties>();
  const drafts = new Map<string, KeptDraft & { person: string }>();
  const itemKey = (person: string, item: string) => `${person} ${item}`;
  const apply = (change: OutlookRecord): void => {
    if (change.type === 'roaming') roaming.set(change.person, change.settings);
    else if (change.type === 'custom-properties')
      properties.set(itemKey(change.person, change.item), change.properties);
    else {
      const { person, id, savedAt, draft } = change;
      drafts.delete(itemKey(person, id));
      if (draft) drafts.set(itemKey(person, id), { person, id, savedAt, draft });
    }
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
    drafts: (person) => [...drafts.values()].filter((kept) => kept.person === person).reverse(),
    saveDraft: (person, id, savedAt, draft) => keep({ type: 'draft', person, id, savedAt, draft }),
    removeDraft: async (person, id) => {
      if (drafts.has(itemKey(person, id)))
        await keep({ type: 'draft', person, id, savedAt: '', draft: null });
    },
    close: () => journal.close(),
  };
}
