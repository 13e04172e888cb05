import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };
import { encodePacket, PacketSplitter } from '../shared/engine-link.ts';
import { choosePlatform } from './engine/collector/choose-platform.ts';
import { openEngine } from './engine/desk/engine.ts';
import { builtEntries } from './engine/worker-entries.ts';

/**
 * Entry of the engine process: the engine behind `EngineApi`, for the windows of the host that started it. Descriptor 3 is the
 * link to that host. Its end is the engine's end: a host that is gone, however it went, leaves nothing running.
 */

/** Time for labs to write down what they have; recorders commit every second at least, so that little is lost beyond it. */
const longestEndMs = 1_000;

/** Sent, and not read by the host. Beyond it, news of labs wait: they are not to fill the memory for a host that was stopped. */
const mostUnreadBytes = 8 * 2 ** 20;

const note = (line: string): boolean => process.stderr.write(`corelane engine: ${line}\n`);
const link = openLink();
const splitter = new PacketSplitter();

const engine = openEngine({
  environment: {
    entries: builtEntries(import.meta.url),
    platform: choosePlatform(),
    version: manifest.version,
  },
  examples: fileURLToPath(new URL('../../examples', import.meta.url)),
  send: (packet) => void (link.destroyed || link.write(encodePacket(packet))),
  isBehind: () => link.writableLength > mostUnreadBytes,
  note,
});

link.on('data', (piece) => {
  for (const packet of splitter.push(piece)) engine.receive(packet);
});
// A broken link says no more than that it has ended.
link.on('error', () => undefined);
link.on('close', end);
process.on('SIGTERM', end);
// A terminal's Ctrl-C reaches the whole group of the host, which alone decides what it means.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

function end(): void {
  setTimeout(() => process.exit(0), longestEndMs);
  void engine.close().finally(() => process.exit(0));
}

function openLink(): Socket {
  try {
    return new Socket({ fd: 3, readable: true, writable: true });
  } catch {
    note('it serves the windows of a host, which starts it; `corelane open` does.');
    process.exit(1);
  }
}
