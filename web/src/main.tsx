import '@/shared/ui/layers.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@/shared/ui/tokens.css';
import '@/shared/ui/fonts.css';
import '@/shared/ui/base.css';

import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';

import { App } from '@/app/App';
import { registerWorker } from '@/pwa/register';
import { preferredLanguage, startI18n } from '@/shared/lib/i18n';
import { styleNonce } from '@/shared/lib/nonce';

// Libraries that add style sheets by themselves need the nonce of this page.
setNonce(styleNonce());

await startI18n(preferredLanguage());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
registerWorker();
