import type { RawData, WebSocket } from 'ws';
import { parseWindowMessage, type EngineState, type HostToWindow } from '../../../shared/host-link.ts';
import type { EngineSupervisor, SupervisedWindow, WindowSink } from '../supervision/engine-supervisor.ts';

/** Bytes that wait for a window which does not read; beyond it, it is cut off. A frozen tab is no reason to fill the memory. */
const maximumBacklogBytes = 64 * 2 ** 20;

/** RFC 6455: the message breaks the rules of what is spoken here. */
const policyViolation = 1008;
const tryAgainLater = 1013;

/** Joins a window's WebSocket to the engine: bytes are the engine's and pass untouched, text is the host's. */
export function connectWindow(socket: WebSocket, supervisor: EngineSupervisor): void {
  const tell = (message: HostToWindow): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const sink: WindowSink = {
    receive: (payload) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount + payload.length > maximumBacklogBytes) socket.terminate();
      else socket.send(payload, { binary: true });
    },
    engineChanged: (state: EngineState) => tell({ type: 'engine', state }),
    overflowed: () => socket.close(tryAgainLater, 'the engine does not read'),
  };
  const window: SupervisedWindow = supervisor.openWindow(sink);
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    if (isBinary) return window.send(bytesOf(data));
    const message = parseWindowMessage(textOf(data));
    // There are no native dialogs here: windows ask Electron's host only.
    if (message?.type !== 'restart-engine') return socket.close(policyViolation, 'not understood');
    void supervisor.restart();
  });
  // Whatever is wrong with a frame, ws closes the connection with the code that fits.
  socket.on('error', () => undefined);
  socket.on('close', () => window.close());
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

const textOf = (data: RawData): string => new TextDecoder().decode(bytesOf(data));
