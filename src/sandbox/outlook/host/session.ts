import {
  CODE,
  executeMethod,
  isItemCall,
  methodName,
  type ItemFacts,
  type MethodContext,
  type NewMessageForm,
  type ReadMessage,
} from '../methods';
import { appContext, initialData, type HostUser, type ShownItem } from './app-context';
import type { ChannelHost, MethodAnswer } from './channel';
import type { OutlookClient } from './clients';
import type { DraftStore } from './draft-store';
import type { DraftEditor } from './editor';
import { launchPayload, readCompletion, type LaunchResult, type LaunchRun } from './launch';
import type { AddinManifest, PaneButton } from './manifest-reader';
import { answerNestedAuth, type NaaDeps } from './naa-host';
import type { Category } from './shapes';
import { newId, openSurface, type Surface } from './surface';

/** One item as frames see it: a draft, a message, or nothing selected. */
export interface ItemPort {
  shown: () => ShownItem;
  draft?: DraftStore;
  editor?: DraftEditor;
  reading?: ReadMessage;
  /** Told of every call about the item, before it is answered; false: the item is no longer the one at hand. */
  admit?: (launchEvent: string | undefined) => boolean;
  facts: () => ItemFacts;
  setFacts: (part: Partial<ItemFacts>) => void;
  saveCustomProperties: (properties: Record<string, unknown>) => Promise<boolean>;
  saveDraft: () => Promise<string>;
  selection: MethodContext['selection'];
  closeItem: () => void;
  reply: (form: { htmlBody: string; all: boolean }) => void;
}

export interface SessionDeps {
  user: HostUser;
  client: OutlookClient;
  locale: string;
  manifest: AddinManifest;
  roaming: Record<string, string>;
  saveRoaming: (settings: Record<string, string>) => Promise<void>;
  mailAsFile: MethodContext['mailAsFile'];
  fetchFile: MethodContext['fetchFile'];
  toHtml: MethodContext['toHtml'];
  toText: MethodContext['toText'];
  nestedAuth: NaaDeps;
  /** For `OfficeRuntime.auth.getAccessToken`. */
  ssoToken: () => Promise<string>;
  newMessage: (form: NewMessageForm) => void;
  openMessage: (itemId: string) => void;
  /** Where hidden frames are put. */
  hiddenFrames: HTMLElement;
  /** Something an add-in asked for that this host cannot answer: shown on the page. */
  onProblem: (text: string) => void;
}

export interface Pane {
  surface: Surface;
  /** The item under the pane changed: a pinned pane hears of it and stays. */
  itemChanged: () => void;
  close: () => void;
}

export interface PaneChoices {
  /** The item at this moment; a pinned pane follows it. */
  item: () => ItemPort;
  button: PaneButton;
  parent: HTMLElement;
  contextData: string;
  onClose: () => void;
}

/** Office error of a sign-in that failed (13xxx are shown to add-ins as they are). */
const SSO_FAILED = 13006;

/** Everything one person's Outlook page shares among its add-in frames. */
export interface HostSession {
  readonly manifest: AddinManifest;
  readonly client: OutlookClient;
  openPane: (choices: PaneChoices) => Pane;
  /** Runs the handler of one launch event in a fresh hidden frame; undefined when the add-in has none. */
  launch: (item: ItemPort, type: string, extra?: Record<string, unknown>) => LaunchRun | undefined;
  /** How many handlers were started since the page was, and how many have not ended. */
  launches: () => { started: number; running: number };
  /** Sends an event to every frame of the item that asked for it. */
  emit: (item: ItemPort, event: string, payload: unknown) => void;
}

/** All messages of all frames, oldest first, for a look from the browser's console or a test. */
const TRACE_LIMIT = 5_000;
declare global {
  interface Window {
    outlookTrace?: { frame: string; direction: 'in' | 'out'; what: string; value: unknown }[];
  }
}

const MASTER_CATEGORIES: readonly Category[] = [
  { displayName: 'Blue category', color: 'Preset7' },
  { displayName: 'Green category', color: 'Preset4' },
  { displayName: 'Red category', color: 'Preset0' },
];

export function hostSession(deps: SessionDeps): HostSession {
  const { manifest, user, client } = deps;
  let roaming: Readonly<Record<string, string>> = deps.roaming;
  let categories = MASTER_CATEGORIES;
  const frames = new Map<Surface, () => ItemPort>();
  let started = 0;
  const completions = new Map<string, (result: LaunchResult) => void>();
  const commandIds = [...manifest.buttons.read, ...manifest.buttons.compose].map(({ id }) => id);
  const trace = (window.outlookTrace ??= []);

  function contextFor(item: () => ItemPort, own: FrameOwn): MethodContext {
    const port = item();
    return {
      draft: port.draft,
      editor: port.editor,
      reading: port.reading,
      facts: port.facts,
      setFacts: port.setFacts,
      saveCustomProperties: port.saveCustomProperties,
      saveDraft: port.saveDraft,
      selection: port.selection,
      closeItem: port.closeItem,
      reply: port.reply,
      launchEvent: own.launchEvent,
      appendTried: own.appendTried,
      initializationContext: () => own.contextData,
      closePane: own.closePane,
      extendedPermissions: manifest.extendedPermissions,
      commandIds,
      domain: user.address.slice(user.address.lastIndexOf('@') + 1),
      toHtml: deps.toHtml,
      toText: deps.toText,
      masterCategories: {
        get: () => categories,
        set: (all) => {
          categories = all;
        },
      },
      roaming: {
        get: () => roaming,
        save: async (settings) => {
          await deps.saveRoaming(settings);
          roaming = settings;
          return true;
        },
      },
      mailAsFile: deps.mailAsFile,
      fetchFile: deps.fetchFile,
      newMessage: deps.newMessage,
      openMessage: deps.openMessage,
      openWindow: (url) => {
        if (/^https?:/i.test(url)) window.open(url, '_blank', 'noopener');
      },
      newId: () => newId('att'),
    };
  }

  async function common(
    id: number,
    args: Record<string, unknown>,
    own: FrameOwn,
  ): Promise<MethodAnswer | undefined> {
    switch (id) {
      case 94: {
        const completion = readCompletion(args);
        const settle = completion && completions.get(completion.id);
        if (!settle) return undefined;
        completions.delete(completion.id);
        settle(completion.result);
        return { Error: 0 };
      }
      case 97:
        own.closePane();
        return { Error: 0 };
      case 98:
        try {
          return { Error: 0, accessToken: await deps.ssoToken() };
        } catch {
          return { Error: SSO_FAILED };
        }
      default:
        return undefined;
    }
  }

  function openFrame(
    item: () => ItemPort,
    own: FrameOwn,
    place: { url: string; parent: HTMLElement; title: string; hidden: boolean },
  ): Surface {
    const host = (controlId: string): ChannelHost => ({
      appContext: () =>
        appContext({
          controlId,
          locale: deps.locale,
          roaming,
          addinName: manifest.name,
          appDomains: manifest.appDomains,
          face: client.face,
        }),
      initialData: () => initialData(item().shown(), user, manifest.permission, manifest.id, client.face),
      execute: (id, params) =>
        isItemCall(id) && item().admit?.(own.launchEvent) === false
          ? Promise.resolve({ error: true, errorCode: CODE.itemChanged, wasSuccessful: false })
          : executeMethod(id, params, contextFor(item, own)),
      executeCommon: (id, args) => common(id, args, own),
      onUnknown: (what) => {
        const named = what.replace(
          /^ExecuteMethod (\d+)/,
          (_, id: string) => `${id} ${methodName(Number(id))}`,
        );
        console.error(`Outlook sandbox: an add-in call that nothing answers: ${named}`);
        deps.onProblem(`The add-in made a call that this Outlook cannot answer: ${named}`);
      },
      onTrace: (direction, what, value) => {
        trace.push({ frame: own.launchEvent ?? 'pane', direction, what, value });
        if (trace.length > TRACE_LIMIT) trace.shift();
      },
    });
    const surface = openSurface({
      ...place,
      locale: deps.locale,
      face: client.key === 'web' ? undefined : client.face,
      host,
      onOther: (data, reply) => {
        void answerNestedAuth(data, deps.nestedAuth).then((answer) => {
          if (answer !== undefined) reply(answer);
        });
      },
    });
    frames.set(surface, item);
    return { ...surface, close: () => closeFrame(surface) };
  }

  function closeFrame(surface: Surface): void {
    frames.delete(surface);
    surface.close();
  }

  return {
    manifest,
    client,
    openPane: ({ item, button, parent, contextData, onClose }) => {
      const own: FrameOwn = { appendTried: { value: false }, contextData, closePane: onClose };
      const surface = openFrame(item, own, { url: button.url, parent, title: manifest.name, hidden: false });
      return {
        surface,
        itemChanged: () => {
          const shown = item().shown();
          const payload =
            shown.kind === 'none'
              ? ''
              : initialData(shown, user, manifest.permission, manifest.id, client.face);
          surface.channel.emit('olkItemSelectedChanged', payload);
        },
        close: surface.close,
      };
    },
    launch: (item, type, extra) => {
      const event = manifest.launchEvents.find((candidate) => candidate.type === type);
      if (!event || manifest.launchPage === undefined) return undefined;
      const own: FrameOwn = {
        launchEvent: type,
        appendTried: { value: false },
        contextData: '',
        closePane: () => undefined,
      };
      const title = `${manifest.name}: ${type}`;
      const surface = openFrame(() => item, own, {
        url: manifest.launchPage,
        parent: deps.hiddenFrames,
        title,
        hidden: true,
      });
      const id = newId('cmd');
      started += 1;
      const result = new Promise<LaunchResult>((resolve) => completions.set(id, resolve));
      void surface.channel.registered('appCommandInvoked').then(() => {
        surface.channel.emit('appCommandInvoked', [
          id,
          event.functionName,
          JSON.stringify(launchPayload(type, extra)),
        ]);
      });
      return {
        result,
        stop: () => {
          completions.delete(id);
          surface.close();
        },
      };
    },
    launches: () => ({ started, running: completions.size }),
    emit: (item, event, payload) => {
      for (const [surface, shows] of frames) if (shows() === item) surface.channel.emit(event, payload);
    },
  };
}

interface FrameOwn {
  launchEvent?: string;
  appendTried: { value: boolean };
  contextData: string;
  closePane: () => void;
}
