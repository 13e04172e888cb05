import type { EvidenceScope } from './evidence.ts';

/** Figures as findings give them. */

export const milliseconds = (ns: number): number => ns / 1e6;

export const wallOf = ({ from, to }: EvidenceScope): number => Math.max(1, to - from);

/** A range within the scope, in milliseconds from the session's start. */
export const rangeMs = (scope: EvidenceScope, from: number, to: number): readonly [number, number] => [
  milliseconds(Math.max(scope.from, Math.min(from, scope.to))),
  milliseconds(Math.max(scope.from, Math.min(to, scope.to))),
];
