import { parentPort, workerData } from 'node:worker_threads';
import { asNanoseconds } from '../../../shared/units.ts';
import { portWriter } from '../store/port-writer.ts';
import { coreLoads } from './core-loads.ts';
import { LinuxRecorder } from './linux/recorder.ts';
import { goAhead, leaveMeasuredCores } from './linux/own-thread.ts';
import type { CollectorReply, CollectorRequest, CollectorWorkerData } from './messages.ts';

/** Entry of the collector's thread: everything it does is a request of the engine, or a tick of its timer. */

const data: CollectorWorkerData = workerData;
leaveMeasuredCores(data.measuredCores);
const reply = (message: CollectorReply): void => parentPort?.postMessage(message);
const recorder = new LinuxRecorder({
  originNs: data.originNs,
  periodMs: data.periodMs,
  writer: portWriter(data.samples),
  wanted: data.scheduling,
  watchWaits: data.watchWaits,
  onCores(rows) {
    if (data.tellCores) reply({ kind: 'cores', rows: coreLoads(rows) });
  },
  onTree: data.tellTree ? (activity) => reply({ kind: 'tree', activity }) : null,
});
if (recorder.scheduling.mode !== 'sampled') goAhead();

function answer(request: CollectorRequest): void {
  switch (request.kind) {
    case 'begin':
      recorder.begin(request.scope);
      return reply({ kind: 'begun' });
    case 'announce':
      return recorder.announce(request.workers);
    case 'supersede':
      return recorder.supersede(request.readings, asNanoseconds(request.receivedNs));
    case 'end':
      return reply({ kind: 'ended', totals: recorder.end(), scheduling: recorder.scheduling });
    case 'stop':
      return void stop();
  }
}

async function stop(): Promise<void> {
  clearInterval(timer);
  reply({ kind: 'stopped', cost: await recorder.stop() });
  parentPort?.close();
}

const timer = setInterval(() => recorder.sample(), recorder.periodMs);
parentPort?.on('message', answer);
reply({ kind: 'ready', scheduling: recorder.scheduling });
