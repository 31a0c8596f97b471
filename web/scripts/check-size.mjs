/**
 * Hold what is loaded to its budget, each with all that it imports statically: the entry script, and
 * every part that comes later with what it brings beyond what is there already: the frame (header and
 * navigation, drawn before any page) beyond the entry, a page beyond the entry and its frame. Parts
 * with charts may be larger.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const ENTRY_KB = 190;
const LAZY_KB = 60;
const CHARTS_KB = 140;
const ENTRY = 'index.html';
const SHELL = 'src/app/shell/Shell.tsx';
const PORTAL = 'src/app/shell/PortalShell.tsx';
const LOGIN = 'src/app/routes/login.tsx';
const CHARTS = 'src/shared/ui/charts.tsx';
const SHOWN = 12;

const dist = join(import.meta.dirname, '..', '..', 'deskplane', 'webdist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));

/** The scripts that a part needs at once. */
const closure = (/** @type {string} */ key, seen = new Set()) => {
  const { file, imports = [] } = manifest[key];
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const needed of imports) closure(needed, seen);
  return seen;
};

/** @type {Map<string, number>} */
const sizes = new Map();
const sizeOf = (/** @type {string} */ file) => {
  if (!file.endsWith('.js')) return 0;
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const kb = gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1024;
  sizes.set(file, kb);
  return kb;
};
const sum = (/** @type {Iterable<string>} */ files) =>
  [...files].reduce((total, file) => total + sizeOf(file), 0);

const entry = closure(ENTRY);
const frames = [SHELL, PORTAL].filter((key) => manifest[key]);

/** What is there already when a part is asked for. */
const before = (/** @type {string} */ key) => {
  if (key === LOGIN || frames.includes(key)) return entry;
  const frame = /portal/i.test(key) && !key.includes('settings') ? PORTAL : SHELL;
  return new Set([...entry, ...(manifest[frame] ? closure(frame) : [])]);
};
const budgetOf = (/** @type {string[]} */ own) =>
  own.includes(manifest[CHARTS]?.file) ? CHARTS_KB : LAZY_KB;
const parts = Object.keys(manifest)
  .filter((key) => manifest[key].isDynamicEntry)
  .map((key) => {
    const there = before(key);
    const own = [...closure(key)].filter((file) => !there.has(file));
    return { key, kb: sum(own), budget: budgetOf(own) };
  })
  .toSorted((one, other) => other.kb - one.kb);

if (parts.length === 0) {
  console.error('No lazy part was found: their sizes were not checked.');
  process.exit(1);
}
const lines = [{ key: ENTRY, kb: sum(entry), budget: ENTRY_KB }, ...parts];
const over = lines.filter(({ kb, budget }) => kb > budget);
for (const { key, kb, budget } of new Set([...lines.slice(0, SHOWN + 1), ...over])) {
  const mark = kb > budget ? 'OVER' : '    ';
  console.log(`${mark} ${kb.toFixed(1).padStart(7)} of ${budget} KB  ${key}`);
}
console.log(`${parts.length} lazy parts, gzip`);
process.exit(over.length > 0 ? 1 : 0);
