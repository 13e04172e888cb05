import { cpSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { build, type Plugin } from 'vite';

const source = (path: string) => resolve(import.meta.dirname, 'src', path);
const built = (path: string) => resolve(import.meta.dirname, 'out', path);

/**
 * The hook that traces Node programs is one CommonJS file without imports: every Node that a program starts is made to load it, however
 * old it is. So its syntax is that of the first Node that reads NODE_OPTIONS, and what follows the condition is not even begun elsewhere.
 */
const hook = (): Plugin => ({
  name: 'corelane-hook',
  async closeBundle() {
    await build({
      configFile: false,
      logLevel: 'warn',
      ssr: { noExternal: true },
      build: {
        ssr: source('workers/node/hook/hook.ts'),
        target: 'es2017',
        outDir: built('workers'),
        emptyOutDir: false,
        rolldownOptions: {
          transform: { assumptions: { setPublicClassFields: true } },
          output: {
            // Where a line of it is shown to a user after all, that is no page full.
            minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
            // Each Node reads all of it when it starts.
            comments: false,
            format: 'cjs',
            entryFileNames: 'hook.cjs',
            intro:
              'if (parseInt(process.versions.node, 10) >= 20 && !process.versions.electron && !process.versions.bun) {',
            outro: '}',
          },
        },
      },
    });
  },
});

/** The hook that traces Python programs is loaded by them as it is. */
const pythonHook = (): Plugin => ({
  name: 'corelane-python-hook',
  closeBundle() {
    cpSync(source('workers/python'), built('workers/python'), {
      recursive: true,
      filter: (path) => basename(path) !== '__pycache__',
    });
  },
});

/**
 * One build for every process Corelane starts. Each entry lands exactly one folder deep, so that
 * `new URL('../workers/x.js', import.meta.url)` holds from every entry and from `out/chunks`.
 */
export default defineConfig(({ command }) => ({
  main: {
    plugins: [hook(), pythonHook()],
    build: {
      // The runner and its workers run on the user's Node, which may be as old as 20.
      target: 'node20',
      outDir: built('.'),
      // Not while a host runs on it and rebuilds it (`npm run dev`).
      emptyOutDir: command === 'build',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: {
          'main/index': source('main/index.ts'),
          'main/cli': source('main/hosts/cli/main.ts'),
          'main/engine-process': source('main/engine-process.ts'),
          'main/browser-host': source('main/hosts/browser/main.ts'),
          'workers/keeper': source('workers/node/keeper.ts'),
          'workers/runner': source('workers/node/runner.ts'),
          'workers/pooled-thread': source('workers/node/pooled-thread.ts'),
          'workers/single-thread': source('workers/node/single-thread.ts'),
          'workers/task-process': source('workers/node/task-process.ts'),
          'workers/collector': source('main/engine/collector/collector-worker.ts'),
          'workers/store-writer': source('main/engine/store/writer-worker.ts'),
          'workers/queries': source('main/engine/queries/queries-worker.ts'),
          'workers/exporting': source('main/engine/jobs/export-worker.ts'),
          'workers/findings': source('main/engine/advice/findings/findings-worker.ts'),
          'workers/tracing': source('main/engine/tracing/tracing-worker.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: built('preload'),
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: { index: source('preload/index.ts') },
        // Sandboxed preloads are no ES modules.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    // The browser host serves it below a secret path.
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome128',
      outDir: built('renderer'),
      emptyOutDir: true,
      minify: true,
      sourcemap: true,
      // Inlined fonts and images would need `data:` in the content security policy.
      assetsInlineLimit: 0,
      // It is read from this machine, not over a network.
      chunkSizeWarningLimit: 700,
      // Times of plugins differ with the load of the machine.
      rolldownOptions: { input: source('renderer/index.html'), checks: { pluginTimings: false } },
    },
  },
}));
