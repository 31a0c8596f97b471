import type { KnipConfig } from 'knip';

export default {
  entry: ['gallery/main.tsx', 'scripts/*.mjs'],
  project: ['src/**/*.{ts,tsx}', 'gallery/**/*.{ts,tsx}'],
  ignoreExportsUsedInFile: true,
  // Fonts are taken by CSS, the border check is started as a program, the API viewer is copied by the build.
  ignoreDependencies: [
    '@fontsource-variable/inter',
    'inter-ui',
    'dependency-cruiser',
    'swagger-ui-dist',
  ],
} satisfies KnipConfig;
