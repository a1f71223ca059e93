import '../../core/no-eval';
import { createRoot } from 'react-dom/client';
import { hostSend } from '../launch/http';
import type { SignOnRuntime, Surroundings } from '../launch/surroundings';
import { hostTimers, readOffice, readText } from '../office';
import { loadConfig } from './api';
import { App } from './app';

declare const OfficeRuntime: SignOnRuntime | undefined;

const around: Surroundings = {
  office: Office,
  runtime: typeof OfficeRuntime === 'object' ? OfficeRuntime : undefined,
  send: hostSend,
  timers: hostTimers,
  now: () => Date.now(),
  random: () => Math.random(),
};

// Nothing of Office may be asked before it is ready; the settings are fetched meanwhile.
void Promise.all([Office.onReady(), loadConfig()]).then(([, config]) => {
  const display = readOffice(() => Office.context.displayLanguage, readText);
  const language = display.ok && display.value !== '' ? display.value : navigator.language;
  document.documentElement.lang = 'en';
  const root = document.getElementById('pane');
  if (!root) throw new Error('pane.html has lost its #pane');
  createRoot(root).render(
    <App config={config.ok ? config.value : null} around={around} language={language} />,
  );
});
