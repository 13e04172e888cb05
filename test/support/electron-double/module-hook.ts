import { registerHooks } from 'node:module';

/** Loaded before the app (`--import`): whoever imports `electron` gets the double. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: new URL('electron.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
