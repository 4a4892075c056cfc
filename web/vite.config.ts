import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { locales } from './vite/locales.ts';
import { worker } from './vite/worker.ts';

const server = process.env.VORONKA_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [locales(), react(), tailwind(), worker()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The strict content policy admits no data: scripts and no inline styles, so nothing is inlined.
  build: {
    target: 'es2022',
    // Browsers of this age fetch ahead by themselves.
    modulePreload: { polyfill: false },
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // What every page needs is one file: it packs better than a dozen small ones and outlives our own changes.
        codeSplitting: {
          groups: [
            {
              name: 'core',
              test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack\/(react-router|router-core|history|store|react-store|query-core|react-query)|@lingui\/core|openapi-fetch)\//,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': server,
      '/live': { target: server, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', 'vite/**/*.test.ts'],
    setupFiles: ['src/test/setup.ts'],
    css: false,
  },
});
