import './lib/no-eval.js';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/tokens.css';
import './theme/ui.css';
import './theme/pages.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { startI18n } from './i18n/index.js';
import { reloadForNewer } from './lib/newer.js';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
reloadForNewer();
await startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
