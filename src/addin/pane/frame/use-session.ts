import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { BOOK_KEY, bookFrom, loadBook, saveBook } from '../../launch/book';
import type { Surroundings } from '../../launch/surroundings';
import { deliverUnsent } from '../../launch/unsent';
import { makeGate, roamingSettings } from '../../office';
import type { Api } from '../api';
import type { SignIn } from '../sign-in';
import { forgetPerson } from './kept';

/**
 * `trying`: at start, and while the server is not reached. `out`: Microsoft wants the user's word. `silent`: Microsoft does
 * not answer, though the server does. `failed`: it did not work. `refused`: the server does not have them. `left`: they
 * signed out.
 */
export type Signed = 'trying' | 'in' | 'out' | 'silent' | 'failed' | 'refused' | 'left';

/** While Microsoft does not answer, it is asked again this often, without a word. */
const ASK_AGAIN_MS = 30_000;

/** Kept in the user's mailbox, so that all their Outlooks know. */
const LEFT_KEY = 'mailtrail.signedOut';

export interface Session {
  signed: Signed;
  /** Of `refused`, in the server's words. */
  why: string;
  /** A window of Microsoft's is open, or the answer is awaited. */
  busy: boolean;
  /** Grows with every new ticket book, so that what waits for one goes on. */
  booked: number;
  /** Grows each time one is signed in, so that what was refused meanwhile loads anew. */
  entered: number;
  /** Only from a click. */
  signIn: () => void;
  /** Resolves to whether the server heard of it; the pane is signed out in either case. */
  signOut: () => Promise<boolean>;
  /** Fetches the book anew: the user's defaults stand in it. */
  rebook: () => void;
  /** A call was refused for want of a sign-in, or could not be made for want of one. */
  ended: (how: 'signedOut' | 'noSignIn') => void;
}

/** Signs in without a word where that can be done, and fetches the ticket book that Outlook's events need. */
export function useSession(
  api: Api,
  signIn: SignIn | null,
  around: Surroundings,
  baseUrl: string,
  reached: number,
): Session {
  const [signed, setSigned] = useState<Signed>(() => (hasLeft(around) ? 'left' : 'trying'));
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [booked, setBooked] = useState(0);
  const [entered, setEntered] = useState(0);
  const now = useRef(signed);
  const set = useCallback((next: Signed) => {
    if (next === 'in' && now.current !== 'in') setEntered((n) => n + 1);
    setSigned((now.current = next));
  }, []);

  /** They pressed "Sign in", and the server has not heard of it yet. */
  const pressed = useRef(false);
  const takeBook = useCallback(async () => {
    const answer = await api.book(pressed.current);
    if (answer.ok) pressed.current = false;
    if (now.current === 'left') return;
    if (!answer.ok) {
      // They signed out in another Outlook, which held for all of them.
      if (answer.code === 'signed-out') {
        set('left');
        await remember(around, true);
        forgetPerson();
        return;
      }
      // Without the server it stays as it is, and is tried again once it is reached.
      if (answer.how === 'signedOut') set('out');
      if (answer.how === 'noSignIn') set('silent');
      if (answer.how === 'refused') {
        setWhy(answer.message);
        set('refused');
      }
      if (answer.how === 'broken') set('in');
      return;
    }
    set('in');
    const gate = makeGate();
    await saveBook(roamingSettings(around.office, gate), bookFrom(answer.value, baseUrl, around.now()));
    setBooked((n) => n + 1);
    await deliverUnsent(gate, around);
    gate.close();
  }, [api, around, baseUrl, set]);

  useEffect(() => {
    if (signIn && now.current !== 'left') void takeBook();
  }, [takeBook, signIn, reached]);

  useEffect(() => {
    if (signed !== 'silent' || busy) return undefined;
    const timer = setInterval(() => void takeBook(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [busy, signed, takeBook]);

  const press = useCallback(() => {
    if (!signIn || busy) return;
    setBusy(true);
    void signIn.interactive().then(async (answer) => {
      if (answer.ok) {
        await remember(around, false);
        pressed.current = true;
        set('trying');
        await takeBook();
      } else if (now.current !== 'left') set('failed');
      setBusy(false);
    });
  }, [around, busy, set, signIn, takeBook]);

  const signOut = useCallback(async (): Promise<boolean> => {
    setBusy(true);
    const gate = makeGate();
    await deliverUnsent(gate, around);
    gate.close();
    const told = await api.endBooks();
    pressed.current = false;
    set('left');
    await remember(around, true);
    forgetPerson();
    setBusy(false);
    return told.ok;
  }, [api, around, set]);

  const ended = useCallback<Session['ended']>(
    (how) => {
      if (now.current === 'in') set(how === 'signedOut' ? 'out' : 'silent');
    },
    [set],
  );
  return useMemo(
    () => ({
      signed,
      why,
      busy,
      booked,
      entered,
      signIn: press,
      signOut,
      rebook: () => void takeBook(),
      ended,
    }),
    [signed, why, busy, booked, entered, press, signOut, takeBook, ended],
  );
}

function hasLeft(around: Surroundings): boolean {
  const gate = makeGate();
  const left = roamingSettings(around.office, gate).get(LEFT_KEY) === true;
  gate.close();
  return left;
}

/** Whoever signs out leaves no ticket book behind: Outlook's events find none. */
async function remember(around: Surroundings, left: boolean): Promise<void> {
  const gate = makeGate();
  const settings = roamingSettings(around.office, gate);
  if (left) {
    await settings.save(LEFT_KEY, true);
    if (loadBook(settings)) await settings.remove(BOOK_KEY);
  } else await settings.remove(LEFT_KEY);
  gate.close();
}
