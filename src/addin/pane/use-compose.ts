import { useCallback, useEffect, useRef, useState } from 'react';
import type { AccountPolicy, MessageSwitches, RecipientAnswer, SetSwitches } from '../../core/policy/types';
import { sameAddress } from '../../core/policy';
import { withAppended } from '../launch/append-image';
import { loadBook, usableBook } from '../launch/book';
import { NOTICE, prepare } from '../launch/compose';
import { decideOutgoing, type Outcome, type Outgoing } from '../launch/outgoing';
import { loadSession, messageToken, saveSwitches } from '../launch/session';
import { clientOf, type Surroundings } from '../launch/surroundings';
import { readTraits } from '../launch/traits';
import { composeItem, makeGate, roamingSettings, valueOr, type Person } from '../office';
import { bracesIn } from './compose/braces';
import { conversationOf } from './compose/draft';
import { lastAnswer, nextLook } from './compose/watch-text';

export interface ComposeState {
  state: 'loading' | 'ready' | 'failed';
  /** To, Cc and Bcc. */
  people: Person[];
  /** How many more stand there whom Outlook has not looked up yet: they have no address. */
  nameless: number;
  answers: RecipientAnswer[];
  /** What the account's settings say; null until they are known. */
  policy: AccountPolicy | null;
  /** As set on this mail, else the user's default; null until a policy is known. */
  switches: MessageSwitches | null;
  /** Only the sender gets it, so it can be a test (O13); `on`: it is. */
  test: { possible: boolean; on: boolean };
  /** Plain text is never changed (O5). */
  plainText: boolean;
  /** What stands in double braces in the writer's own part of it (A8). */
  braces: string[];
  outcome: Outcome | null;
  /** What the mail will be sent with; null until it is prepared. */
  token: string | null;
  /** Outlook's id of the conversation; null of a new mail. */
  conversation: string | null;
  /** It was tried to prepare the mail, and the server did not answer. */
  unreached: boolean;
  switchFailed: boolean;
}

const START: ComposeState = {
  state: 'loading',
  people: [],
  nameless: 0,
  answers: [],
  policy: null,
  switches: null,
  test: { possible: false, on: false },
  plainText: false,
  braces: [],
  outcome: null,
  token: null,
  conversation: null,
  unreached: false,
  switchFailed: false,
};
const PREPARE_MS = 12_000;
const LOOK_LIMIT_MS = 6000;

type Decide = (mail: Outgoing) => Outcome;

/** The mail being written, followed. `ready` changes once a ticket book is there to prepare with. */
export function useCompose(item: unknown, around: Surroundings, ready: number) {
  const [compose, setCompose] = useState<ComposeState>(START);
  const busy = useRef(false);
  /** It was tried to prepare the mail, with a ticket book. */
  const tried = useRef(false);
  // Outlook tells of new recipients, not of new text: looked at again and again, decided anew only where it changed.
  const decide = useRef<Decide>(lastAnswer(decideOutgoing));

  const look = useCallback(async (): Promise<void> => {
    const gate = makeGate();
    const late = gate.after(LOOK_LIMIT_MS, () => gate.close());
    try {
      const seen = await lookAt(item, around, gate, { decide: decide.current, tried: tried.current });
      setCompose((old) => (seen ? { ...seen, switchFailed: old.switchFailed } : { ...old, state: 'failed' }));
    } finally {
      late();
      gate.close();
    }
  }, [item, around]);

  const refresh = useCallback(async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    const gate = makeGate();
    const late = gate.after(PREPARE_MS, () => gate.close());
    try {
      const mail = composeItem(item, gate);
      // Before the sign-in there is nothing to prepare with, and no need to ask the user to open what is open.
      if (mail && loadBook(roamingSettings(around.office, gate))) {
        await prepare(mail, gate, around);
        tried.current = true;
        await mail.removeNotice(NOTICE);
      }
      await look();
    } finally {
      late();
      gate.close();
      busy.current = false;
    }
  }, [item, around, look]);

  useEffect(() => {
    let over = false;
    tried.current = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lookOn = async (): Promise<void> => {
      const from = performance.now();
      if (document.visibilityState === 'visible' && !busy.current) await look();
      if (!over) timer = setTimeout(() => void lookOn(), nextLook(performance.now() - from));
    };
    void look()
      .then(refresh)
      .then(() => {
        if (!over) timer = setTimeout(() => void lookOn(), nextLook(0));
      });
    const mail = item as Partial<Office.MessageCompose> | null;
    const changed = (): void => void refresh();
    try {
      mail?.addHandlerAsync?.('olkRecipientsChanged', changed);
    } catch {
      // Before Mailbox 1.7 nobody tells: the timer does.
    }
    return () => {
      over = true;
      clearTimeout(timer);
      try {
        mail?.removeHandlerAsync?.('olkRecipientsChanged');
      } catch {
        // The item is gone, and its handlers with it.
      }
    };
  }, [item, look, refresh, ready]);

  const toggle = useCallback(
    async (change: SetSwitches): Promise<void> => {
      const gate = makeGate();
      const mail = composeItem(item, gate);
      const data = mail ? await loadSession(mail) : null;
      const kept = data?.ok ? data.value.switches : {};
      const saved = mail ? await saveSwitches(mail, { ...kept, ...change }) : null;
      gate.close();
      setCompose((old) => ({ ...old, switchFailed: !saved?.ok }));
      await refresh();
    },
    [item, refresh],
  );
  return { compose, toggle, again: refresh };
}

/** The mail as it stands. `tried`: preparing it has been tried since there is a ticket book. */
export async function lookAt(
  raw: unknown,
  around: Surroundings,
  gate: ReturnType<typeof makeGate>,
  { decide, tried }: { decide: Decide; tried: boolean },
): Promise<Omit<ComposeState, 'switchFailed'> | null> {
  const item = composeItem(raw, gate);
  if (!item) return null;
  const data = await loadSession(item);
  const type = await item.bodyType();
  if (!type.ok) return null;
  const lists = [await item.people('to'), await item.people('cc'), await item.people('bcc')];
  const listed = lists.flatMap((list) => (list.ok ? list.value : []));
  const people = listed.filter(({ address }) => address);
  const body = await item.body(type.value === 'html' ? 'html' : 'text');
  const subject = await item.subject();
  const files = await item.files();
  const session = data.ok ? data.value.compose : null;
  const book = loadBook(roamingSettings(around.office, gate));
  const policy = session?.policy ?? book?.policy ?? null;
  const { switches: set, earlier } = data.ok ? data.value : { switches: {}, earlier: null };
  const outcome = decide({
    client: clientOf(around.office),
    type: type.value,
    traits: await readTraits(item, policy),
    // What Outlook will have appended by then stands in the body that the send handler sees.
    body: !body.ok ? null : type.value === 'html' ? withAppended(body.value, session) : body.value,
    files: files.ok ? files.value : [],
    recipients: people.map(({ address }) => address),
    recipientsUnread: people.length < listed.length || lists.some((list) => !list.ok),
    ticket: session?.ticket ?? book?.spare[0] ?? null,
    nonce: session?.nonce ?? 'AAAAAAA',
    policy,
    policyAt: session?.policyAt ?? book?.policyAt ?? 0,
    answers: session?.answers ?? [],
    switches: set,
    earlier,
    now: around.now(),
  });
  return {
    state: 'ready',
    people,
    nameless: listed.length - people.length,
    answers: session?.answers ?? [],
    policy,
    switches: policy ? { ...policy.defaults, ...set } : null,
    test: {
      possible:
        policy !== null &&
        people.length > 0 &&
        people.every(({ address }) => policy.ownAddresses.some((own) => sameAddress(own, address))),
      on: set.test === true,
    },
    plainText: type.value === 'text',
    braces: bracesIn(valueOr(subject, ''), valueOr(body, ''), type.value === 'html' ? 'html' : 'text'),
    outcome,
    token: session && messageToken(session),
    conversation: conversationOf(raw),
    // Without a book it is the sign-in that is missing, which the bar above says.
    unreached: session === null && tried && usableBook(book, around.now()) !== null,
  };
}
