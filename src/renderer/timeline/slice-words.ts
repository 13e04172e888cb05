import type { SliceEnd } from '../../shared/session.ts';
import type { Slice } from './slice-bars.ts';
import { durationOf } from './duration-words.ts';
import type { ThreadBook } from './thread-book.ts';

/** `preempted by kworker/1:2 · tid 44` */
export function endWords({ ended, by }: Slice, book: ThreadBook): string {
  return ended === 'preempted' && by !== null ? `preempted by ${book.fullName(by)}` : endings[ended];
}

const endings: Readonly<Record<SliceEnd, string>> = {
  blocked: 'it waited for something (blocked)',
  preempted: 'another thread took the core (preempted)',
  exited: 'the thread ended',
  unknown: 'not known: the recording ended, or records were lost',
};

/** What is read out of a selected slice: `slice of python3 · tid 47 on core 1: 52.0 ms, waited 1.20 ms before, blocked`. */
export function sliceSentence(slice: Slice, book: ThreadBook): string {
  const { readyNs, startNs, endNs, core, thread } = slice;
  const waited = Number.isNaN(readyNs) ? '' : `, waited ${durationOf(startNs - readyNs)} for the core before`;
  return (
    `slice of ${book.fullName(thread)} on core ${core}: ${durationOf(endNs - startNs)}${waited}; ` +
    `ended: ${endWords(slice, book)}`
  );
}
