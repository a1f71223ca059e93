import { applyAppendOnSend, type DraftAttachment, type DraftEvent } from './draft';
import type { DraftStore } from './draft-store';
import type { LaunchRun } from './launch';
import { decideSend, GIVE_UP_AFTER, type SendDecision, type SendDeps } from './send-flow';
import type { HostSession, ItemPort } from './session';

export interface ComposeSessionDeps {
  session: HostSession;
  item: ItemPort;
  draft: DraftStore;
  show: SendDeps['show'];
  wait: SendDeps['wait'];
  toHtml: (text: string) => string;
  toText: (html: string) => string;
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
  const running = new Set<LaunchRun>();

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
  fire('OnNewMessageCompose');
  fire('OnMessageCompose');

  return {
    decide: () => {
      draft.update((present) => applyAppendOnSend(present, deps.toHtml, deps.toText), 'addin');
      const run = launch('OnMessageSend');
      if (!run) return Promise.resolve({ send: true, by: 'handler' });
      return decideSend({ run: () => run, show: deps.show, wait: deps.wait });
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
