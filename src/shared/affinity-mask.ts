/**
 * The kernel's cpu mask as bytes: core n is bit n % 8 of byte n / 8. The kernel counts in words, which on
 * the little-endian machines that Node runs on is the same order.
 */

/** Room for 8192 cores, the largest NR_CPUS a Linux is built with; a shorter mask fails on such a kernel with EINVAL. */
export const affinityMaskBytes = 1024;

/** @param cores numbers below 8192; others name no core and are left out. */
export function encodeAffinity(cores: readonly number[]): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(affinityMaskBytes);
  for (const core of cores) {
    const byte = Math.floor(core / 8);
    if (core >= 0 && byte < mask.length) mask[byte] = (mask[byte] ?? 0) | (1 << (core % 8));
  }
  return mask;
}

/** The cores of a mask, ascending. */
export function decodeAffinity(mask: Uint8Array): number[] {
  const cores: number[] = [];
  for (const [byte, bits] of mask.entries()) {
    for (let bit = 0; bit < 8; bit++) {
      if ((bits & (1 << bit)) !== 0) cores.push(byte * 8 + bit);
    }
  }
  return cores;
}
