import '../../core/no-eval';
import { createRoot } from 'react-dom/client';
import { loadPiece } from '../../core/pieces';
import { hostSend } from '../launch/http';
import type { SignOnRuntime, Surroundings } from '../launch/surroundings';
import { hostTimers, readOffice, readText } from '../office';
import { App } from './app';
import { loadLeft } from './frame/kept';
import { OutlookSilent, Starting } from './frame/starting';
import { letTabOut } from './frame/tab-key';
import { loadTexts } from './texts';

declare const OfficeRuntime: SignOnRuntime | undefined;

/** Outlook that says nothing for so long says nothing at all: its own files did not come, or its window is gone. */
const OFFICE_MS = 15_000;

/** A wait as short as this needs no words, and drawing them would make it longer. */
const WORDLESS_MS = 400;

const element = document.getElementById('pane');
if (!element) throw new Error('pane.html has lost its #pane');
const root = createRoot(element);

/** Chosen in Mailtrail, else Outlook's own language, else the browser's. */
function languages(): string[] {
  const display = readOffice(() => Office.context.displayLanguage, readText);
  const chosen = loadLeft().language;
  return [
    ...(chosen === undefined ? [] : [chosen]),
    ...(display.ok && display.value !== '' ? [display.value] : []),
    ...navigator.languages,
  ];
}

/** Whether Outlook is ready; nothing of it may be asked before. */
const outlookReady = (): Promise<boolean> =>
  typeof Office === 'undefined'
    ? Promise.resolve(false)
    : Promise.race([
        Office.onReady().then(() => true),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), OFFICE_MS)),
      ]);

async function start(): Promise<void> {
  let started = false;
  const slow = setTimeout(() => {
    void loadTexts(languages()).then(({ texts, language }) => {
      if (started) return;
      document.documentElement.lang = language;
      root.render(<Starting texts={texts} />);
    });
  }, WORDLESS_MS);
  const ready = await outlookReady();
  const spoken = await loadTexts(languages());
  started = true;
  clearTimeout(slow);
  document.documentElement.lang = spoken.language;
  if (!ready) return root.render(<OutlookSilent texts={spoken.texts} />);
  const platform = readOffice(() => Office.context.platform, readText);
  if (platform.ok && platform.value === 'OfficeOnline') letTabOut(document);
  const around: Surroundings = {
    office: Office,
    runtime: typeof OfficeRuntime === 'object' ? OfficeRuntime : undefined,
    send: hostSend,
    timers: hostTimers,
    now: () => Date.now(),
    random: () => Math.random(),
  };
  root.render(<App around={around} first={spoken} />);
}

/** Microsoft's own window comes back to this page where Outlook does not sign in itself; it closes when that is told. */
const comesBack = /[#?&](?:code|error)=/.test(location.href) && /[#?&]state=/.test(location.href);
if (comesBack) {
  void loadPiece(
    () => import(/* webpackChunkName: "signed-in" */ '@azure/msal-browser/redirect-bridge'),
    window,
  ).then(({ broadcastResponseToMainFrame }) => broadcastResponseToMainFrame());
} else void start();
