import { utf8 } from './text-page.ts';
import type { TextPage } from './text-page.ts';

/** A counter event ('C') up to its time, made once for each counter. */
export const counterHead = (name: string, pid: number): Uint8Array =>
  utf8(`{"ph":"C","name":${JSON.stringify(name)},"pid":${pid},"ts":`);

/** The name of the counter's one value, which viewers show beside the counter's. */
export const counterKey = (key: string): Uint8Array => utf8(`,"args":{${JSON.stringify(key)}:`);

/** Writes one event: from `time` on the counter is at `share` (0–1), in percent with one decimal. */
export function writeCounter(
  head: Uint8Array,
  time: number,
  key: Uint8Array,
  share: number,
  page: TextPage,
): void {
  page.bytes(head);
  page.microseconds(time);
  page.bytes(key);
  page.number(Math.round(share * 1000) / 10);
  page.bytes(counterEnd);
}

const counterEnd = utf8('}},\n');
