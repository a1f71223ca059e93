import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { OutgoingMail, SettleOutgoing } from '../../../core/api/sending';
import type { AccountPolicy, MessageSwitches } from '../../../core/policy/types';
import type { ApiFailure, ApiResult } from '../api';
import { usePane } from '../context';
import { keepApartKey, loadApartKey } from '../frame/kept';
import { hindranceOf, isRemembered, placeOf, type ApartHindrance } from './apart';
import { apartOf, noteApart, wholeDraft, type WholeDraft } from './draft';

export type Apart =
  | { step: 'closed' }
  | { step: 'looking' }
  | { step: 'hindered'; hindrance: ApartHindrance }
  /** Microsoft wants the sender's word first; `waiting`: it is asked in another window. */
  | { step: 'leave'; url: string; draft: WholeDraft; waiting: boolean }
  | { step: 'ready'; draft: WholeDraft }
  | { step: 'reading' }
  /** Fields in the text have no value for somebody. */
  | { step: 'unfilled' }
  | { step: 'failed'; failure: ApiFailure }
  /** `failure`: of what was last asked about it. */
  | { step: 'under way'; mail: OutgoingMail; failure?: ApiFailure };

const LEAVE_LOOK_MS = 2_000;
const SEND_LOOK_MS = 1_500;
/** The server's word for a mail that never came to it. */
const NO_SUCH_MAIL = 'no-such-mail';
const OVER: readonly OutgoingMail['state'][] = ['sent', 'unclear', 'refused', 'draft', 'discarded'];

/** Under what a draft is being sent apart, kept until it is known what became of it. */
export interface ApartKeys {
  load: () => string | null;
  keep: (key: string | null) => void;
}

/**
 * O11: one sending, however often it is tried and wherever the pane was closed meanwhile: the server knows a key that came
 * through, so only an answer that tells of the mail ends it.
 */
export async function sendOnce<T>(
  keys: ApartKeys,
  newKey: () => string,
  post: (key: string) => Promise<ApiResult<T>>,
): Promise<ApiResult<T>> {
  const key = keys.load() ?? newKey();
  keys.keep(key);
  const answer = await post(key);
  if (answer.ok) keys.keep(null);
  return answer;
}

/**
 * What a draft was sent as before, as far as that left or may have; null: it was not, by the draft's own word or the
 * server's. `unread`: Outlook did not say. Whatever is not known might be sent twice.
 */
export async function sentBefore(
  item: unknown,
  ask: (id: string) => Promise<ApiResult<OutgoingMail>>,
): Promise<ApiResult<OutgoingMail | null> | 'unread'> {
  const id = await apartOf(item);
  if (id === undefined) return 'unread';
  if (id === null) return { ok: true, value: null };
  const answer = await ask(id);
  if (answer.ok) return { ok: true, value: isRemembered(answer.value) ? answer.value : null };
  return answer.code === NO_SUCH_MAIL ? { ok: true, value: null } : answer;
}

interface Open {
  item: unknown;
  plainText: boolean;
  switches: MessageSwitches | null;
  policy: AccountPolicy | null;
  /** What the draft would be sent with: what was set for it (a reminder, its records) goes with the copies. */
  token: string | null;
}

/** O11: the open draft, to each recipient apart. Nothing is asked of Microsoft or sent before the user presses for it. */
export function useSendApart({ item, plainText, switches, policy, token }: Open) {
  const { api, reached } = usePane();
  const [apart, setApart] = useState<Apart>({ step: 'closed' });
  /** Before the draft has a token there is nothing to keep it by but this view. */
  const unnamed = useRef<string | null>(null);
  const keys: ApartKeys = useMemo(
    () => ({
      load: () => (token === null ? null : loadApartKey(token)) ?? unnamed.current,
      keep: (key) => {
        unnamed.current = key;
        if (token !== null) keepApartKey(token, key);
      },
    }),
    [token],
  );

  const fail = useCallback((failure: ApiFailure) => setApart({ step: 'failed', failure }), []);

  /** The draft and where it would leave from, as they are at this moment; null: why not is shown. */
  const look = useCallback(async () => {
    const sending = await api.sending();
    if (!sending.ok) {
      fail(sending);
      return null;
    }
    const { mailboxes, consentUrl } = sending.value;
    const draft = await wholeDraft(item, policy);
    const hindrance = hindranceOf(mailboxes, draft, plainText);
    if (hindrance) setApart({ step: 'hindered', hindrance });
    return draft && !hindrance ? { draft, consentUrl, place: placeOf(mailboxes, draft) } : null;
  }, [api, fail, item, plainText, policy]);

  const remembered = useCallback(() => sentBefore(item, api.outgoing), [api, item]);

  const open = useCallback(async () => {
    setApart({ step: 'looking' });
    const before = await remembered();
    if (before === 'unread') return setApart({ step: 'hindered', hindrance: { why: 'unread' } });
    if (!before.ok) return fail(before);
    if (before.value) return setApart({ step: 'under way', mail: before.value });
    const seen = await look();
    if (!seen) return;
    const { draft, place, consentUrl: url } = seen;
    if (place?.right === 'ask') setApart({ step: 'leave', url, draft, waiting: false });
    else setApart({ step: 'ready', draft });
  }, [fail, look, remembered]);

  const send = useCallback(
    async (leaveUnfilled: boolean) => {
      setApart({ step: 'reading' });
      // It may have been written on meanwhile.
      const seen = await look();
      if (!seen) return;
      const { draft } = seen;
      const reminders = token === null ? null : await api.reminders(token);
      const reminder = reminders?.ok
        ? reminders.value.reminders.find(({ state }) => state === 'waiting')
        : undefined;
      const mail = {
        ...(draft.from !== undefined && { from: draft.from }),
        recipients: draft.people.map(({ address, name }) => ({
          address,
          name: name === address ? '' : name,
        })),
        subject: draft.subject,
        html: draft.html,
        ...(switches && { track: switches.track, log: switches.log }),
        leaveUnfilled,
        ...(reminder && { remindAfterDays: reminder.days }),
        ...(token !== null && { filedAs: token }),
        ...(draft.answers !== null && { inReplyTo: draft.answers }),
        files: (draft.files ?? []).map(({ inline: _inline, ...file }) => file),
      };
      const answer = await sendOnce(
        keys,
        () => crypto.randomUUID(),
        async (key) => {
          // Noted before: whatever is closed meanwhile, the draft knows what to ask after.
          await noteApart(item, key);
          return api.sendApart({ key, ...mail });
        },
      );
      if (answer.ok) return setApart({ step: 'under way', mail: answer.value });
      if (answer.code === 'unfilled') return setApart({ step: 'unfilled' });
      fail(answer);
    },
    [api, fail, item, keys, look, switches, token],
  );

  const close = useCallback(() => setApart({ step: 'closed' }), []);

  /** The draft is a draft as any other again. */
  const forget = useCallback(async () => {
    await noteApart(item, null);
    close();
  }, [close, item]);

  const failUnderWay = useCallback(
    async (mail: OutgoingMail, failure: ApiFailure) => {
      // Refused, since it stands otherwise by now than is shown.
      const now = failure.how === 'refused' ? await api.outgoing(mail.id) : null;
      setApart({ step: 'under way', mail: now?.ok ? now.value : mail, failure });
    },
    [api],
  );

  const cancel = useCallback(
    async (mail: OutgoingMail) => {
      const answer = await api.cancelOutgoing(mail.id);
      if (answer.ok) setApart({ step: 'under way', mail: answer.value });
      else await failUnderWay(mail, answer);
    },
    [api, failUnderWay],
  );

  const settle = useCallback(
    async (mail: OutgoingMail, word: SettleOutgoing['answer']) => {
      const answer = await api.settleOutgoing(mail.id, word);
      if (!answer.ok) await failUnderWay(mail, answer);
      else if (isRemembered(answer.value)) setApart({ step: 'under way', mail: answer.value });
      else await forget();
    },
    [api, failUnderWay, forget],
  );

  /** Of what did not leave, Outlook has the draft: the server's is put away. False: that it could not be is shown. */
  const putAway = useCallback(
    async (mail: OutgoingMail): Promise<boolean> => {
      const settled: ApiResult<OutgoingMail> =
        mail.state === 'refused' ? await api.settleOutgoing(mail.id, 'leave') : { ok: true, value: mail };
      if (!settled.ok) {
        await failUnderWay(mail, settled);
        return false;
      }
      if (settled.value.state === 'draft') await api.discardOutgoing(mail.id);
      await forget();
      return true;
    },
    [api, failUnderWay, forget],
  );

  /** Sent apart before this view was opened: that is said, instead of offering to send it once more. */
  useEffect(() => {
    let over = false;
    void remembered().then((before) => {
      const mail = before !== 'unread' && before.ok ? before.value : null;
      if (mail && !over) {
        setApart((old) => (old.step === 'closed' ? { step: 'under way', mail } : old));
      }
    });
    return () => {
      over = true;
    };
  }, [remembered, reached]);

  const asked = apart.step === 'leave' && apart.waiting ? apart.draft : null;
  useEffect(() => {
    if (!asked) return undefined;
    const timer = setInterval(() => {
      void api.sending().then((sending) => {
        const place = sending.ok && placeOf(sending.value.mailboxes, asked);
        if (place && place.right !== 'ask') setApart({ step: 'ready', draft: asked });
      });
    }, LEAVE_LOOK_MS);
    return () => clearInterval(timer);
  }, [api, asked]);

  const followed = apart.step === 'under way' && !OVER.includes(apart.mail.state) ? apart.mail.id : null;
  useEffect(() => {
    if (followed === null) return undefined;
    let over = false;
    const timer = setInterval(() => {
      void api.outgoing(followed).then((answer) => {
        if (answer.ok && !over) setApart({ step: 'under way', mail: answer.value });
      });
    }, SEND_LOOK_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [api, followed]);

  return {
    apart,
    open,
    send,
    cancel,
    settle,
    putAway,
    forget,
    close,
    /** The window that asks Microsoft is open. */
    waitForLeave: () => setApart((old) => (old.step === 'leave' ? { ...old, waiting: true } : old)),
  };
}
