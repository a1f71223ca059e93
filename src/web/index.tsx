import '../core/no-eval';
import { createRoot } from 'react-dom/client';
import { pickLanguage } from '../core/texts';
import { App } from './app';
import { speakAsChosen } from './language';
import { language, onSpeak } from './texts';
import { NEUTRAL } from './texts/neutral';

const root = document.getElementById('root');
if (!root) throw new Error('index.html lacks #root');
onSpeak(() => {
  document.documentElement.lang = language;
});
speakAsChosen().then(
  () => createRoot(root).render(<App />),
  () => {
    root.textContent = NEUTRAL[pickLanguage(navigator.languages)].notLoaded;
  },
);
