import { type Bytes, asBytes } from '../../../../../shared/units.ts';
import { pageSizeBytes } from '../native.ts';
import { type Descriptors, openEach } from './descriptors.ts';
import { Ring } from './ring.ts';

/** One event on each core, and the ring that each of them owns; in the order of the cores. */
export interface Rings {
  readonly owners: Descriptors;
  readonly rings: readonly Ring[];
  /** Of each. */
  readonly ringBytes: Bytes;
  /** Records wake the reader each time that so much has been written. */
  readonly wakeAt: Bytes;
}

export type RingsRefused = { readonly at: 'open' | 'map'; readonly error: number };

const mebibyte = 2 ** 20;
/** At 300,000 switches and as many wake-ups a second, a third of a second. */
const largest = 16 * mebibyte;
/** On machines with very many cores the rings of all together stay below this. */
const largestOfAll = 128 * mebibyte;
const smallest = 64 * 1024;
/** The reader has seven eighths of a ring's time to come, unless that would wake it for less than is worth it. */
const wakesPerRing = 8;
const leastWorth = 16 * 1024;

/**
 * Opens the owners of the rings and maps these, as large as the kernel allows: what it gives to a user who is not privileged is
 * shared by all of that user's profilers.
 */
export function openRings(
  cores: readonly number[],
  attr: (wakeAt: Bytes) => Uint8Array,
  tid: number,
  largestBytes: number = largest,
): Rings | RingsRefused {
  for (const ringBytes of sizes(cores.length, largestBytes)) {
    const wakeAt = asBytes(Math.max(leastWorth, ringBytes / wakesPerRing));
    const owners = openEach(cores, attr(wakeAt), tid);
    if (typeof owners === 'number') return { at: 'open', error: owners };
    const rings = mapEach(owners, ringBytes);
    if (typeof rings !== 'number') return { owners, rings, ringBytes, wakeAt };
    owners.close();
    if (ringBytes / 2 < smallestBytes()) return { at: 'map', error: rings };
  }
  return { at: 'map', error: 0 };
}

/** From the largest to the smallest, each half of the one before. */
function sizes(cores: number, largestBytes: number): Bytes[] {
  const found: Bytes[] = [];
  for (let bytes = largestBytes; bytes >= smallestBytes(); bytes /= 2) {
    if (bytes * cores <= largestOfAll || bytes / 2 < smallestBytes()) found.push(asBytes(bytes));
  }
  return found;
}

const smallestBytes = (): number => Math.max(smallest, pageSizeBytes());

/** The error number, and nothing stays mapped, when one is refused. */
function mapEach(owners: Descriptors, ringBytes: Bytes): Ring[] | number {
  const rings: Ring[] = [];
  for (const descriptor of owners.all) {
    const ring = Ring.map(descriptor, ringBytes);
    if (typeof ring !== 'number') {
      rings.push(ring);
      continue;
    }
    for (const mapped of rings) mapped.unmap();
    return ring;
  }
  return rings;
}
