/// <reference types="vitest/config" />
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const api = process.env.DESKPLANE_URL ?? 'http://127.0.0.1:8000';

/** Hash of all translations: it makes their addresses cacheable for ever. */
function localesVersion(): string {
  const hash = createHash('sha256');
  const folder = join(root, 'public', 'locales');
  for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
    if (name.endsWith('.json')) hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 10);
}

/** Ask for the text face together with the first script, not after the style sheet. */
function preloadFont(): Plugin {
  return {
    name: 'preload-font',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => /InterVariable-subset.*\.woff2$/.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: {
              rel: 'preload',
              as: 'font',
              type: 'font/woff2',
              href: `/${file}`,
              crossorigin: '',
            },
            injectTo: 'head-prepend',
          })),
    },
  };
}

const START = `window.onload = () => {
  SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, docExpansion: 'none' });
};
`;

/** Ship the viewer of the API reference at /docs with the pages, so that it works without the internet. */
function apiReference(): Plugin {
  const folder = join(root, 'node_modules', 'swagger-ui-dist');
  return {
    name: 'api-reference',
    apply: 'build',
    generateBundle() {
      for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
        const source = readFileSync(join(folder, name));
        this.emitFile({ type: 'asset', fileName: `assets/swagger/${name}`, source });
      }
      this.emitFile({ type: 'asset', fileName: 'assets/swagger/start.js', source: START });
    },
  };
}

const OFFLINE =
  /src\/(app\/routes\/portal\.tsx|app\/shell\/PortalShell\.tsx|shared\/ui\/ConfirmModal\.tsx)$/;
const OFFLINE_TEXTS = ['common', 'portal'];
const LANGUAGES = ['en', 'de'];

/** All that the portal needs to open: its code with what that imports, looks, letters and words. */
function offlineFiles(bundle: Rolldown.OutputBundle): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || found.has(name)) return;
    found.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css);
    for (const other of chunk.imports) visit(other);
  };
  for (const [name, chunk] of Object.entries(bundle)) {
    if (chunk.type === 'asset' && name.endsWith('.woff2')) found.add(name);
    if (chunk.type !== 'chunk' || name === 'sw.js') continue;
    if (chunk.isEntry || OFFLINE.test(chunk.facadeModuleId ?? '')) visit(name);
  }
  const start = /\/(assets\/scheme[^"]*\.js)/.exec(readFileSync(join(root, 'index.html'), 'utf8'));
  return [...found, ...(start?.[1] ? [start[1]] : [])].sort();
}

/** Tell the service worker what to keep; another list makes another worker, and so a new version. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') return;
        const texts = LANGUAGES.flatMap((language) =>
          OFFLINE_TEXTS.map((name) => `locales/${language}/${name}.json?v=${localesVersion()}`),
        );
        const files = [...offlineFiles(bundle), ...texts, 'favicon.svg'].map((name) => `/${name}`);
        const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 10);
        worker.code = `self.__SHELL=${JSON.stringify({ version, files })};\n${worker.code}`;
      },
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [react(), preloadFont(), apiReference(), serviceWorker()],
  resolve: { tsconfigPaths: true },
  define: { __LOCALES_VERSION__: JSON.stringify(localesVersion()) },
  build: {
    // Browsers that know light-dark(): a lower target would rewrite the tokens.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    outDir: mode === 'gallery' ? 'node_modules/.gallery' : '../deskplane/webdist',
    emptyOutDir: true,
    manifest: true,
    // Inlined data: addresses are refused for fonts by the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions:
      mode === 'gallery'
        ? { input: 'gallery.html' }
        : {
            input: { index: 'index.html', sw: 'src/pwa/sw.ts' },
            // Its address is its identity: it must not change.
            output: {
              entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
            },
          },
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: api }, '/health': { target: api }, '/docs': { target: api } },
  },
  preview: { port: 4173, proxy: { '/api': { target: api } } },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/shared/testing/setup.ts'],
    css: { include: /\.css/, modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
  },
}));
