import { expect, it } from 'vitest';
import { type Bundle, filesToKeep } from './worker';

const chunk = (fileName: string, facadeModuleId: string, more: object = {}) => ({
  type: 'chunk' as const,
  fileName,
  facadeModuleId,
  isEntry: false,
  imports: [],
  dynamicImports: [],
  ...more,
});

it('keeps what works without a network and leaves pages that do not', () => {
  const bundle: Bundle = {
    'assets/index.js': chunk('assets/index.js', '/x/index.html', {
      isEntry: true,
      imports: ['assets/core.js'],
      dynamicImports: ['assets/deals.js', 'assets/settings.js'],
    }),
    'assets/core.js': chunk('assets/core.js', ''),
    'assets/deals.js': chunk('assets/deals.js', '/x/src/features/deals/index.ts', {
      dynamicImports: ['assets/core.js'],
    }),
    'assets/settings.js': chunk('assets/settings.js', '/x/src/features/settings/index.ts', {
      imports: ['assets/big.js'],
    }),
    'assets/big.js': chunk('assets/big.js', ''),
    'assets/a.css': { type: 'asset', fileName: 'assets/a.css' },
    'assets/inter-latin-wght-normal-1.woff2': { type: 'asset', fileName: 'assets/inter-latin-wght-normal-1.woff2' },
    'assets/inter-greek-wght-normal-1.woff2': { type: 'asset', fileName: 'assets/inter-greek-wght-normal-1.woff2' },
  };
  expect(filesToKeep(bundle).filter((name) => name.startsWith('/assets/'))).toEqual([
    '/assets/a.css',
    '/assets/core.js',
    '/assets/deals.js',
    '/assets/index.js',
    '/assets/inter-latin-wght-normal-1.woff2',
  ]);
});
