import { fileURLToPath } from 'node:url';
import { toEnvelope } from '../../../shared/errors.ts';
import { BrowserHost } from './browser-host.ts';
import { endOnSignals } from './end-on-signals.ts';
import { parseHostOptions } from './host-options.ts';

/** Entry of the browser host; `corelane open` starts it. */
const developmentServer = process.env['ELECTRON_RENDERER_URL'] ?? '';

try {
  const host = new BrowserHost({
    ...parseHostOptions(process.argv.slice(2)),
    engine: {
      executable: process.execPath,
      entry: new URL('../main/engine-process.js', import.meta.url),
    },
    renderer: fileURLToPath(new URL('../renderer', import.meta.url)),
    developmentServer: developmentServer === '' ? null : new URL(developmentServer),
    say: (line) => process.stderr.write(`corelane: ${line}\n`),
    showUrl: (url) => process.stdout.write(`Corelane is at ${url}\n`),
    onEnd: () => process.exit(),
  });
  endOnSignals(() => void host.end());
  // `npm run dev` has rebuilt it.
  if (developmentServer !== '') process.on('message', () => void host.restartEngine());
  await host.start();
} catch (thrown) {
  const { message, remedy } = toEnvelope(thrown);
  process.stderr.write(`corelane: ${message}\n  → ${remedy}\n`);
  process.exit(1);
}
