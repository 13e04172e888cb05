import type { SwitchRecording } from '../../switch-recording.ts';
import type { EventColumns } from './event-columns.ts';

/** The open events that write into the rings. */
export interface EventSource extends Pick<SwitchRecording, 'follow' | 'start' | 'stop' | 'close'> {
  /** How many records of each core found no place in its ring since the beginning, in the order of the cores. */
  lost(): readonly number[];
  /** Sees every event, in order of time, on its way out; whether it goes on. */
  admits(from: EventColumns, row: number): boolean;
}
