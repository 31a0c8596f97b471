import type { KnipConfig } from 'knip';

export default {
  entry: ['gallery/main.tsx', 'scripts/*.mjs'],
  project: ['src/**/*.{ts,tsx}', 'gallery/**/*.{ts,tsx}'],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
