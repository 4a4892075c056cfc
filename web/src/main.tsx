import './ui/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { getLang } from './lib/i18n';
import { startKeys } from './lib/keys';
import { startTheme } from './lib/theme';

document.documentElement.lang = getLang();
startTheme();
startKeys();

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
