import type { DraftAttachment, DraftEvent } from './draft';
import type { DraftStore } from './draft-store';
import type { DraftEditor } from './editor';
import type { LaunchRun } from './launch';
import { changedByOthers, OTHER_NAME, REFUSAL, type OtherAddin } from './other-addins';
import { decideSend, GIVE_UP_AFTER, type SendDecision, type SendDeps } from './send-flow';
import type { HostSession, ItemPort } from './session';

export interface ComposeSessionDeps extends Pick<SendDeps, 'show' | 'wait' | 'left' | 'back'> {
  session: HostSession;
  item: ItemPort;
  draft: DraftStore;
  editor: DraftEditor;
  /** A draft that was saved and is opened again is no new message. */
  reopened: boolean;
  /** What other add-ins do after ours, at this Send. */
  others: () => readonly OtherAddin[];
  toHtml: (text: string) => string;
  toText: (html: string) => string;
  reserialise: (html: string) => string;
}

/** One message being written: its launch events, from the first to the last. */
export interface ComposeSession {
  /** What Send does before the mail leaves. */
  decide: () => Promise<SendDecision>;
  /** The window closes: handlers still running end with it. */
  close: () => void;
}

/** Starts the life of a compose window. `OnNewMessageCompose` and `OnMessageCompose` both run for a new message. */
export function composeSession(deps: ComposeSessionDeps): ComposeSession {
  const { session, item, draft } = deps;
  const { runsOnAfterCompleted } = session.client.faults;
  const running = new Set<LaunchRun>();
  let refused = false;

  function launch(type: string, extra?: Record<string, unknown>): LaunchRun | undefined {
    const run = session.launch(item, type, extra);
    if (!run) return undefined;
    running.add(run);
    void run.result.then(() => running.delete(run));
    return run;
  }

  /** Runs a handler nobody waits for; its frame goes when it ends or Outlook gives it up. */
  function fire(type: string, extra?: Record<string, unknown>): void {
    const run = launch(type, extra);
    if (!run) return;
    const timers = new AbortController();
    const givenUp = deps.wait(GIVE_UP_AFTER, timers.signal);
    void Promise.race([run.result, givenUp]).then(() => {
      timers.abort();
      run.stop();
      running.delete(run);
    });
  }

  function hear(event: DraftEvent): void {
    switch (event.kind) {
      case 'recipients': {
        const fields = {
          ...event.fields,
          requiredAttendees: false,
          optionalAttendees: false,
          resources: false,
        };
        session.emit(item, 'olkRecipientsChanged', [JSON.stringify(fields)]);
        fire('OnMessageRecipientsChanged', { changedRecipientFields: fields });
        return;
      }
      case 'attachment': {
        const change = { attachmentStatus: event.status, attachmentDetails: detailsOf(event.attachment) };
        session.emit(item, 'olkAttachmentsChanged', [JSON.stringify(change)]);
        fire('OnMessageAttachmentsChanged', change);
        return;
      }
      case 'from':
        fire('OnMessageFromChanged');
        return;
    }
  }

  const unsubscribe = draft.onEvent(hear);
  if (!deps.reopened) fire('OnNewMessageCompose');
  fire('OnMessageCompose');

  /** The send handler; where its code runs on after completion, its frame stays for that long. */
  function sendHandler(): LaunchRun | undefined {
    const run = launch('OnMessageSend');
    if (!run || !runsOnAfterCompleted) return run;
    const stop = () => void deps.wait(runsOnAfterCompleted.ms, new AbortController().signal).then(run.stop);
    return { ...run, stop };
  }

  async function afterOurs(decision: SendDecision): Promise<SendDecision> {
    if (!decision.send) return decision;
    const others = deps.others();
    draft.update((present) => changedByOthers(present, others, deps.reserialise), 'addin');
    if (refused || !others.includes('refusesOnce')) return decision;
    refused = true;
    const choice = await deps.show({ kind: 'refused', context: REFUSAL, by: OTHER_NAME }).choice;
    return choice === 'send' ? { send: true, by: 'person' } : { send: false };
  }

  return {
    decide: async () => {
      deps.editor.append(deps.toHtml, deps.toText);
      const run = sendHandler();
      const { show, wait, left, back } = deps;
      const ours: SendDecision = run
        ? await decideSend({ run: () => run, show, wait, left, back })
        : { send: true, by: 'handler' };
      return afterOurs(ours);
    },
    close: () => {
      unsubscribe();
      for (const run of running) run.stop();
      running.clear();
    },
  };
}

function detailsOf({ content: _content, ...details }: DraftAttachment) {
  return details;
}
