import { defineConfig } from 'vite';

// The node serves what this builds; it is committed, so that building the node needs no Node.js.
export default defineConfig({
  base: '/console/',
  build: {
    outDir: process.env.CONSOLE_OUT ?? '../server/src/main/resources/web/console',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false, // its polyfill would be an inline script
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: {
    proxy: { '/v1': process.env.FERRULE_URL ?? 'http://127.0.0.1:8080' },
  },
});
