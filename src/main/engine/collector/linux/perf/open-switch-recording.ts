import process from 'node:process';
import type { OpenedRecording, Refusal, SwitchRecording } from '../../switch-recording.ts';
import { switchEvent, tracepointEvent } from './attributes.ts';
import { type Descriptors, openEach } from './descriptors.ts';
import { EveryThread } from './every-thread.ts';
import { FollowedThreads } from './followed-threads.ts';
import { PerfRecording } from './recording.ts';
import {
  refusedToMap,
  refusedToOpen,
  systemOfAnotherNamespace,
  wakesNotMounted,
  wakesNotReadable,
} from './refusals.ts';
import { RingSet } from './ring-set.ts';
import { type Rings, type RingsRefused, openRings } from './rings.ts';
import { sharesThreadIds } from './thread-ids.ts';
import { type WakingFormat, wakingFormat } from './tracefs.ts';

export interface RecordingOptions {
  /** The session's start, by the monotonic clock: times of events count from it. */
  readonly originNs: bigint;
  /** All that are online, whether they are measured or not: threads move. */
  readonly cores: readonly number[];
  /** The most that is tried; `system` by default. */
  readonly wanted?: SwitchRecording['mode'];
  /** Of each core, a power of two; by default what serves the fastest switches that there are. The kernel may give less. */
  readonly largestRingBytes?: number;
}

export interface OpenedPerfRecording extends OpenedRecording {
  readonly recording: PerfRecording | null;
}

/**
 * Opens the best recording of switches that the kernel allows, found by asking for it: settings only hint at what it will do. It
 * belongs to the calling thread.
 */
export function openSwitchRecording(options: RecordingOptions): OpenedPerfRecording {
  const system = options.wanted === 'process' ? null : openSystem(options);
  if (system?.recording) return system;
  const single = openProcess(options);
  return { recording: single.recording, refused: [...(system?.refused ?? []), ...single.refused] };
}

const everyThread = -1;
const callingThread = 0;

function openSystem({ originNs, cores, largestRingBytes }: RecordingOptions): OpenedPerfRecording {
  if (!sharesThreadIds()) return { recording: null, refused: [systemOfAnotherNamespace] };
  const rings = openRings(cores, switchEvent, everyThread, largestRingBytes);
  if ('error' in rings) return refused('system', rings);
  const wakes = openWakes(cores, rings);
  const format = 'events' in wakes ? wakes.format : null;
  const events = 'events' in wakes ? [rings.owners, wakes.events] : [rings.owners];
  const set = new RingSet(rings, cores, originNs, format);
  const source = new EveryThread(events);
  return {
    recording: new PerfRecording({ mode: 'system', wakes: format !== null }, set, source, originNs),
    refused: 'tried' in wakes ? [wakes] : [],
  };
}

function openWakes(
  cores: readonly number[],
  rings: Rings,
): { readonly events: Descriptors; readonly format: WakingFormat } | Refusal {
  const format = wakingFormat();
  if (format === 'not-mounted') return wakesNotMounted;
  if (format === 'not-readable') return wakesNotReadable;
  const events = openEach(cores, tracepointEvent(format.id, rings.wakeAt), everyThread, rings.owners.all);
  return typeof events === 'number' ? refusedToOpen('wakes', events) : { events, format };
}

function openProcess({ originNs, cores, largestRingBytes }: RecordingOptions): OpenedPerfRecording {
  const rings = openRings(cores, switchEvent, callingThread, largestRingBytes);
  if ('error' in rings) return refused('process', rings);
  const set = new RingSet(rings, cores, originNs, null);
  const source = new FollowedThreads({
    cores,
    owners: rings.owners,
    wakeAt: rings.wakeAt,
    now: () => Number(process.hrtime.bigint() - originNs),
    pending: () => {
      set.read();
      return set.pending.queues;
    },
  });
  return {
    recording: new PerfRecording({ mode: 'process', wakes: false }, set, source, originNs),
    refused: [],
  };
}

const refused = (tried: 'system' | 'process', { at, error }: RingsRefused): OpenedPerfRecording => ({
  recording: null,
  refused: [at === 'open' ? refusedToOpen(tried, error) : refusedToMap(tried, error)],
});
