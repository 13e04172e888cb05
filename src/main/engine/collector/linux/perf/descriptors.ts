import { readSync } from 'node:fs';
import os from 'node:os';
import { closeEvent, control, perfEventOpen } from '../native.ts';
import { ioctlDisable, ioctlEnable, ioctlSetOutput, withoutLostCount } from './attributes.ts';

const { EINVAL, ENOSYS } = os.constants.errno;

/** Open events that begin, stop and end together. */
export class Descriptors {
  #open: number[] = [];

  get all(): readonly number[] {
    return this.#open;
  }

  /** Opens one more. Null when done, else the error number, and nothing has changed. */
  add(attr: Uint8Array, tid: number, core: number): number | null {
    let descriptor = perfEventOpen(attr, tid, core);
    if (descriptor === -EINVAL) descriptor = perfEventOpen(withoutLostCount(attr), tid, core);
    if (descriptor < 0) return -descriptor;
    this.#open.push(descriptor);
    return null;
  }

  /** One more whose records go into the ring of another event. */
  addInto(target: number, attr: Uint8Array, tid: number, core: number): number | null {
    const refused = this.add(attr, tid, core);
    if (refused !== null) return refused;
    return control(this.#open.at(-1) ?? -1, ioctlSetOutput, target);
  }

  /** The first error number, null when all could be enabled. */
  enable(): number | null {
    let refused: number | null = null;
    for (const descriptor of this.#open) refused ??= control(descriptor, ioctlEnable, 0);
    return refused;
  }

  disable(): void {
    for (const descriptor of this.#open) control(descriptor, ioctlDisable, 0);
  }

  /** How many records found no place in a ring, by order of opening; 0 where the kernel does not count that. */
  lost(): number[] {
    return this.#open.map((descriptor) => {
      const counts = new BigUint64Array(2);
      return readSync(descriptor, counts) < counts.byteLength ? 0 : Number(counts[1]);
    });
  }

  close(): void {
    for (const descriptor of this.#open) closeEvent(descriptor);
    this.#open = [];
  }
}

/** Opens one event for each of these; the error number, and nothing stays open, when one is refused. */
export function openEach(
  cores: readonly number[],
  attr: Uint8Array,
  tid: number,
  targets?: readonly number[],
): Descriptors | number {
  const opened = new Descriptors();
  for (const [index, core] of cores.entries()) {
    const target = targets?.[index];
    const refused =
      targets === undefined
        ? opened.add(attr, tid, core)
        : target === undefined
          ? ENOSYS
          : opened.addInto(target, attr, tid, core);
    if (refused === null) continue;
    opened.close();
    return refused;
  }
  return opened;
}
