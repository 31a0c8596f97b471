import '@/shared/ui/layers.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@/shared/ui/tokens.css';
import '@/shared/ui/fonts.css';
import '@/shared/ui/base.css';

import { setNonce } from 'get-nonce';
import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from '@/app/App';
import { headStart } from '@/app/headStart';
import { registerWorker } from '@/pwa/register';
import { preferredLanguage, startI18n } from '@/shared/lib/i18n';
import { styleNonce } from '@/shared/lib/nonce';

// Libraries that add style sheets by themselves need the nonce of this page.
setNonce(styleNonce());

// What the first page needs is asked for at once, not one after the other.
headStart();
await startI18n(preferredLanguage());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const desk = createRoot(root);
// In small pieces: what comes from the network meanwhile is not kept waiting.
startTransition(() => desk.render(<App />));
registerWorker();
