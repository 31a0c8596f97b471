/// <reference types="vitest/config" />
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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

export default defineConfig(({ mode }) => ({
  plugins: [react(), preloadFont(), apiReference()],
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
    ...(mode === 'gallery' ? { rolldownOptions: { input: 'gallery.html' } } : {}),
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
