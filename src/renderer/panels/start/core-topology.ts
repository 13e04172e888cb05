import type { CoreInfo } from '../../../shared/workplace.ts';

/** The cores of a machine as people choose among them: sockets, in them physical cores, in them the logical ones that share it. */
export interface CoreGroup {
  readonly socket: number | null;
  /** Which kind, on a machine that has two; else null. */
  readonly speed: 'fast' | 'economical' | null;
  /** The highest of the group's cores; null: not known. */
  readonly maxMhz: number | null;
  readonly physicalCores: readonly PhysicalCore[];
}

/** Logical cores that share one physical core's units, ascending. */
export type PhysicalCore = readonly CoreInfo[];

/**
 * Sockets ascending, in each the fast cores before the economical ones, in each the physical cores by their first logical core. A core of
 * which the physical one is not known stands for itself.
 */
export function groupCores(cores: readonly CoreInfo[]): readonly CoreGroup[] {
  const speedOf = speedsOf(cores);
  const groups = Map.groupBy(cores, (core) => `${core.socket ?? ''} ${speedOf(core) ?? ''}`);
  return [...groups.values()]
    .flatMap((members): CoreGroup[] => {
      const [first] = members;
      if (first === undefined) return [];
      const frequencies = members.flatMap(({ maxMhz }) => (maxMhz === null ? [] : [maxMhz]));
      return [
        {
          socket: first.socket,
          speed: speedOf(first),
          maxMhz: frequencies.length === 0 ? null : Math.max(...frequencies),
          physicalCores: physicalCoresOf(members),
        },
      ];
    })
    .sort(bySocketAndSpeed);
}

/** The first logical core of each physical one, ascending. */
export const onePerPhysicalCore = (cores: readonly CoreInfo[]): readonly number[] =>
  physicalCoresOf(cores)
    .flatMap(([first]) => (first === undefined ? [] : [first.core]))
    .sort((a, b) => a - b);

/** Whether some physical core is shared. */
export const hasSiblings = (cores: readonly CoreInfo[]): boolean =>
  physicalCoresOf(cores).length < cores.length;

/** "Socket 0 · fast, up to 5.2 GHz"; null when there is nothing to tell the group by. */
export function nameGroup({ socket, speed, maxMhz }: CoreGroup, groups: number): string | null {
  if (groups < 2) return null;
  const frequency = maxMhz === null ? null : `up to ${(maxMhz / 1000).toFixed(1)} GHz`;
  const kind = speed === null ? null : [speed, frequency].filter((part) => part !== null).join(', ');
  return [socket === null ? null : `socket ${socket}`, kind].filter((part) => part !== null).join(' · ');
}

function physicalCoresOf(cores: readonly CoreInfo[]): readonly PhysicalCore[] {
  const sorted = [...cores].sort((a, b) => a.core - b.core);
  return [
    ...Map.groupBy(sorted, ({ core, physical }) =>
      physical === null ? `logical ${core}` : physical,
    ).values(),
  ];
}

/** Favoured cores of one kind differ by a few percent; two kinds of cores by a quarter and more. */
const leastRatioOfKinds = 1.2;

function speedsOf(cores: readonly CoreInfo[]): (core: CoreInfo) => CoreGroup['speed'] {
  const frequencies = cores.flatMap(({ maxMhz }) => (maxMhz === null ? [] : [maxMhz]));
  const highest = Math.max(...frequencies);
  const lowest = Math.min(...frequencies);
  if (frequencies.length === 0 || highest < lowest * leastRatioOfKinds) return () => null;
  return ({ maxMhz }) => (maxMhz === null ? null : maxMhz >= (highest + lowest) / 2 ? 'fast' : 'economical');
}

const speeds: readonly CoreGroup['speed'][] = ['fast', 'economical', null];

const bySocketAndSpeed = (a: CoreGroup, b: CoreGroup): number =>
  (a.socket ?? Number.MAX_SAFE_INTEGER) - (b.socket ?? Number.MAX_SAFE_INTEGER) ||
  speeds.indexOf(a.speed) - speeds.indexOf(b.speed);
