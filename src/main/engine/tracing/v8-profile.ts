import { fileURLToPath } from 'node:url';
import type { DetailRows } from '../../../shared/session.ts';

/** A node of V8's tree of calls. */
export interface V8Node {
  readonly id: number;
  readonly frame: Omit<DetailRows['frames'], 'number'> | null;
  readonly children: readonly number[];
}

/** What a `.cpuprofile` holds, as far as it is needed; times are microseconds of CLOCK_MONOTONIC. */
export interface V8Profile {
  /** Callers before those that they called; those without a frame are no part of the program: all of them, and code of the hook. */
  readonly nodes: readonly V8Node[];
  readonly endUs: number;
  /** By sample: the node, and when it was taken. In order of their times. */
  readonly nodeIds: readonly number[];
  readonly timesUs: readonly number[];
}

/** Threads that wait for events are in this node. Their time is none of the CPU's. */
export const idleName = '(idle)';

/** Null: it is no profile. */
export function parseV8Profile(text: string): V8Profile | null {
  const profile = fieldsOf(parsed(text));
  const { startTime, endTime, samples, timeDeltas, nodes, hook } = profile;
  if (typeof startTime !== 'number' || typeof endTime !== 'number') return null;
  if (!Array.isArray(nodes) || !isNumbers(samples) || !isNumbers(timeDeltas)) return null;
  const ours = typeof hook === 'string' ? hook : null;
  let at = startTime;
  return {
    nodes: nodes.flatMap((node) => nodeOf(node, ours) ?? []),
    endUs: endTime,
    nodeIds: samples,
    timesUs: timeDeltas.map((delta) => (at += delta)),
  };
}

function nodeOf(value: unknown, hook: string | null): V8Node | null {
  const { id, callFrame, children } = fieldsOf(value);
  const { functionName, url, lineNumber } = fieldsOf(callFrame);
  if (typeof id !== 'number' || typeof functionName !== 'string' || typeof url !== 'string') return null;
  const file = pathOf(url);
  const isOurs = functionName === '(root)' || (file !== '' && file === hook);
  const line = file !== '' && typeof lineNumber === 'number' ? lineNumber + 1 : 0;
  const frame = { name: functionName || '(anonymous)', file, line, language: 'node' } as const;
  return { id, frame: isOurs ? null : frame, children: isNumbers(children) ? children : [] };
}

function pathOf(url: string): string {
  if (!url.startsWith('file:')) return url;
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'number');
