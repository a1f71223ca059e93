import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app';

// The page's policy forbids eval, which zod would otherwise try for speed.
z.config({ jitless: true });

const root = document.getElementById('root');
if (!root) throw new Error('index.html lacks #root');
createRoot(root).render(<App />);
