import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SMALL_MAIL_BYTES, type OutgoingMail, type SendingMailbox } from '../../../core/api/sending';
import { sameAddress } from '../../../core/policy';
import type { MessageSwitches } from '../../../core/policy/types';
import type { Person } from '../../office';
import type { ApiFailure, ApiResult } from '../api';
import { usePane } from '../context';
import { keepApartKey, loadApartKey } from '../frame/kept';
import { wholeDraft, type DraftFile } from './draft';

/** Why the open draft cannot be sent apart from here. */
export type ApartHindrance =
  'noMailbox' | 'notFrom' | 'plainText' | 'pictures' | 'files' | 'tooLarge' | 'unread';

export type Apart =
  | { step: 'closed' }
  | { step: 'looking' }
  | { step: 'hindered'; why: ApartHindrance }
  /** Microsoft wants the sender's word first; `waiting`: it is asked in another window. */
  | { step: 'leave'; url: string; waiting: boolean }
  | { step: 'ready' }
  | { step: 'reading' }
  /** Fields in the text have no value for somebody. */
  | { step: 'unfilled' }
  | { step: 'failed'; failure: ApiFailure }
  | { step: 'under way'; mail: OutgoingMail };

const LEAVE_LOOK_MS = 2_000;
const SEND_LOOK_MS = 1_500;
const OVER: readonly OutgoingMail['state'][] = ['sent', 'unclear', 'refused', 'draft', 'discarded'];

/** What of the sender's rights speaks against it; null: nothing does. */
export function hindranceOf(
  { mailboxes }: { mailboxes: readonly Pick<SendingMailbox, 'address'>[] },
  draft: { from: string | undefined; files: readonly DraftFile[] | undefined } | null,
  plainText: boolean,
): ApartHindrance | null {
  if (plainText) return 'plainText';
  if (mailboxes.length === 0) return 'noMailbox';
  if (!draft) return 'unread';
  const { from, files } = draft;
  if (from !== undefined && !mailboxes.some(({ address }) => sameAddress(address, from))) return 'notFrom';
  if (!files) return 'files';
  if (files.some(({ inline }) => inline)) return 'pictures';
  const bytes = files.reduce((sum, { content }) => sum + content.length * 0.75, 0);
  return bytes > SMALL_MAIL_BYTES ? 'tooLarge' : null;
}

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

interface Open {
  item: unknown;
  people: readonly Person[];
  plainText: boolean;
  switches: MessageSwitches | null;
  /** What the draft would be sent with: a reminder that was set for it goes with the copies. */
  token: string | null;
}

/** O11: the open draft, to each recipient apart. Nothing is asked of Microsoft or sent before the user presses for it. */
export function useSendApart({ item, people, plainText, switches, token }: Open) {
  const { api, signedOut } = usePane();
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

  const fail = useCallback(
    (failure: ApiFailure) => {
      if (failure.how === 'signedOut') signedOut();
      setApart({ step: 'failed', failure });
    },
    [signedOut],
  );

  const open = useCallback(async () => {
    setApart({ step: 'looking' });
    const sending = await api.sending();
    if (!sending.ok) return fail(sending);
    const draft = await wholeDraft(item);
    const why = hindranceOf(sending.value, draft, plainText);
    if (why) return setApart({ step: 'hindered', why });
    const from = draft?.from;
    const place = sending.value.mailboxes.find(
      ({ address }) => from === undefined || sameAddress(address, from),
    );
    if (place?.right === 'ask')
      return setApart({ step: 'leave', url: sending.value.consentUrl, waiting: false });
    setApart({ step: 'ready' });
  }, [api, fail, item, plainText]);

  const send = useCallback(
    async (leaveUnfilled: boolean) => {
      setApart({ step: 'reading' });
      const draft = await wholeDraft(item);
      if (!draft?.files) return setApart({ step: 'hindered', why: draft ? 'files' : 'unread' });
      const reminders = token === null ? null : await api.reminders(token);
      const reminder = reminders?.ok
        ? reminders.value.reminders.find(({ state }) => state === 'waiting')
        : undefined;
      const mail = {
        ...(draft.from !== undefined && { from: draft.from }),
        recipients: people.map(({ address, name }) => ({ address, name: name === address ? '' : name })),
        subject: draft.subject,
        html: draft.html,
        ...(switches && { track: switches.track, log: switches.log }),
        leaveUnfilled,
        ...(reminder && { remindAfterDays: reminder.days }),
        files: draft.files.map(({ inline: _inline, ...file }) => file),
      };
      const answer = await sendOnce(
        keys,
        () => crypto.randomUUID(),
        (key) => api.sendApart({ key, ...mail }),
      );
      if (answer.ok) return setApart({ step: 'under way', mail: answer.value });
      if (answer.code === 'unfilled') return setApart({ step: 'unfilled' });
      fail(answer);
    },
    [api, fail, item, keys, people, switches, token],
  );

  const cancel = useCallback(
    async (id: string) => {
      const answer = await api.cancelOutgoing(id);
      if (answer.ok) setApart({ step: 'under way', mail: answer.value });
      // It has left in this moment: the next look tells.
    },
    [api],
  );

  const waiting = apart.step === 'leave' && apart.waiting;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => {
      void api.sending().then((sending) => {
        if (sending.ok && sending.value.mailboxes.some(({ right }) => right !== 'ask'))
          setApart({ step: 'ready' });
      });
    }, LEAVE_LOOK_MS);
    return () => clearInterval(timer);
  }, [api, waiting]);

  const followed = apart.step === 'under way' && !OVER.includes(apart.mail.state) ? apart.mail.id : null;
  useEffect(() => {
    if (followed === null) return undefined;
    const timer = setInterval(() => {
      void api.outgoing(followed).then((answer) => {
        if (answer.ok) setApart({ step: 'under way', mail: answer.value });
      });
    }, SEND_LOOK_MS);
    return () => clearInterval(timer);
  }, [api, followed]);

  return {
    apart,
    open,
    send,
    cancel,
    close: () => setApart({ step: 'closed' }),
    /** The window that asks Microsoft is open. */
    waitForLeave: (url: string) => setApart({ step: 'leave', url, waiting: true }),
  };
}
