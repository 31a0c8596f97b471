/// <reference types="vitest/config" />
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';

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
  /src\/(app\/routes\/portal\.tsx|app\/shell\/PortalShell\.tsx|shared\/ui\/(ConfirmModal|Toasts)\.tsx)$/;
const OFFLINE_TEXTS = ['common', 'portal'];
const LANGUAGES = ['en', 'de'];

/** These chunks with all that they import, scripts and style sheets. */
function reach(bundle: Rolldown.OutputBundle, names: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || found.has(name)) return;
    found.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css);
    for (const other of chunk.imports) visit(other);
  };
  for (const name of names) visit(name);
  return found;
}

const chunksOf = (bundle: Rolldown.OutputBundle) =>
  Object.values(bundle).filter((chunk) => chunk.type === 'chunk');

/** All that the portal needs to open: its code with what that imports, looks, letters and words. */
function offlineFiles(bundle: Rolldown.OutputBundle): string[] {
  const first = chunksOf(bundle).filter(
    (chunk) =>
      chunk.fileName !== 'sw.js' && (chunk.isEntry || OFFLINE.test(chunk.facadeModuleId ?? '')),
  );
  const found = reach(
    bundle,
    first.map(({ fileName }) => fileName),
  );
  for (const name of Object.keys(bundle)) if (name.endsWith('.woff2')) found.add(name);
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

/** What a page needs beside the entry, by its address; one that ends in a slash holds for all below it. */
const TICKET_DATA = 'src/features/tickets/api/firstData.ts';
const FIRST_PARTS = {
  '/app': ['src/app/shell/Shell.tsx'],
  '/app/': ['src/app/shell/Shell.tsx'],
  '/app/tickets': ['src/app/routes/tickets.tsx', TICKET_DATA],
  '/app/tickets/': ['src/app/routes/ticket.tsx', TICKET_DATA],
  '/app/overview': ['src/app/routes/overview.tsx'],
  '/app/board': ['src/app/routes/board.tsx'],
  '/portal': ['src/app/shell/PortalShell.tsx', 'src/app/routes/portal.tsx'],
  '/portal/': ['src/app/shell/PortalShell.tsx', 'src/app/routes/portal.tsx'],
};

/** A part with all that it imports. */
function filesOf(bundle: Rolldown.OutputBundle, module: string): Set<string> {
  const chunk = chunksOf(bundle).find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
  if (!chunk) throw new Error(`no part of the build begins with ${module}`);
  return reach(bundle, [chunk.fileName]);
}

/** Tell the server which files to name in the head of a page, so that all are fetched in one go. */
function firstParts(): Plugin {
  return {
    name: 'first-parts',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const there = filesOf(bundle, 'index.html');
        const parts = Object.entries(FIRST_PARTS).map(([address, modules]) => {
          const files = new Set(modules.flatMap((module) => [...filesOf(bundle, module)]));
          return [address, [...files].filter((file) => !there.has(file)).map((file) => `/${file}`)];
        });
        const source = JSON.stringify(Object.fromEntries(parts));
        this.emitFile({ type: 'asset', fileName: 'parts.json', source });
      },
    },
  };
}

const WORTH = 1024;

/** Lay a packed copy beside each text file: the server has nothing to pack while somebody waits. */
function packed(): Plugin {
  let folder = '';
  return {
    name: 'packed',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    writeBundle() {
      if (!existsSync(join(folder, 'index.html'))) return;
      for (const name of readdirSync(folder, { recursive: true }).map(String)) {
        if (!/^(assets|locales)\/.*\.(js|css|json|svg)$/.test(name)) continue;
        const text = readFileSync(join(folder, name));
        if (text.length < WORTH) continue;
        const quality = { [zlib.BROTLI_PARAM_QUALITY]: 10 };
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text, { params: quality }));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }));
      }
    },
  };
}

type Grouping = Rolldown.ChunkingContext;

/** All but what a part begins with: that keeps a file of its own, by which the part is asked for. */
const within = (name: string) => (id: string, context: Grouping) => {
  const module = context.getModuleInfo(id);
  const begins = !module || module.isEntry || module.dynamicImporters.length > 0;
  return begins || /src\/(main\.tsx|pwa\/sw\.ts)$/.test(id) ? null : name;
};

/** What the log-in needs beside the entry: it must not bring what only pages need. */
const INPUTS =
  /components.(ActionIcon|Input|InputBase|CloseButton|TextInput).|use-resolved-styles-api|hooks.esm|mutationObserver|useMutation|IconEye|shared.ui.Mark/;
const FORMS =
  /@mantine.form|klona|components.PasswordInput|shared.forms.(problemForm|PasswordField)/;

/** What lies over a page, and few show at once. */
const MODAL =
  /components.(Overlay|Modal|ModalBase|Drawer).|remove-scroll|use-sidecar|style-singleton|use-callback-ref/;

/** Fields that few pages have. */
const NUMBERS = /react-number-format|components.NumberInput./;
const FIELDS = /components.(TagsInput|Pill|PillsInput|MultiSelect|Select|Switch|Radio)./;

/** What a ticket is drawn with, on its page and beside the list. */
const CONVERSATION =
  /features.tickets.components.(conversation.(?!Files)|page)|shared.ui.(Composer|Message)/;

/** What the navigation counts and the list reads first. */
const LIST_DATA = /tickets.(api.(list|views|whole|ticket|quickSearch|counts)|lib.savedViews)\./;

/** What comes with the frame: nearly every page has some of it. */
const FRAME =
  /node_modules|src.shared|src.app.shell.(places|useSignOut|BottomBar.module)|profile.api/;

const group = (name: string, test: RegExp, minShareCount: number, priority: number) => ({
  name: within(name),
  debugName: name,
  test,
  minShareCount,
  priority,
});

/**
 * Few files instead of some two hundred small ones: over HTTP/1.1 a browser fetches six at a time. Without
 * `includeDependenciesRecursively: false` a group would swallow all that its libraries could import.
 */
const CHUNKS = {
  includeDependenciesRecursively: false,
  groups: [
    { name: within('start'), debugName: 'start', tags: ['$initial' as const], priority: 4 },
    group('inputs', INPUTS, 2, 3),
    group('forms', FORMS, 2, 3),
    group('modal', MODAL, 2, 3),
    group('numbers', NUMBERS, 2, 3),
    group('fields', FIELDS, 2, 3),
    group('conversation', CONVERSATION, 2, 2),
    group('tickets', /src.features.(tickets.components|macros)/, 2, 1),
    group('list-data', LIST_DATA, 2, 2),
    group('ticket-data', /src.features.tickets.(api|lib)/, 2, 1),
    group('settings', /src.shared.forms/, 2, 1),
    group('icons', /tabler/, 2, 1),
    group('frame', FRAME, 4, 0),
  ],
};

const COMMON = /assets\/(start|inputs|frame|rolldown-runtime|Shell)-[^/]+$/;

export default defineConfig(({ mode }) => ({
  plugins: [react(), preloadFont(), apiReference(), serviceWorker(), firstParts(), packed()],
  resolve: { tsconfigPaths: true },
  define: { __LOCALES_VERSION__: JSON.stringify(localesVersion()) },
  build: {
    // Browsers that know light-dark(): a lower target would rewrite the tokens.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    outDir: mode === 'gallery' ? 'node_modules/.gallery' : '../deskplane/webdist',
    emptyOutDir: true,
    manifest: true,
    // All pages have these already: they need not be asked for with a part that comes later.
    modulePreload: {
      resolveDependencies: (_file, deps) => deps.filter((dep) => !COMMON.test(dep)),
    },
    // Inlined data: addresses are refused for fonts by the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions:
      mode === 'gallery'
        ? { input: 'gallery.html' }
        : {
            input: { index: 'index.html', sw: 'src/pwa/sw.ts' },
            // Its address is its identity: it must not change.
            output: {
              codeSplitting: CHUNKS,
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
