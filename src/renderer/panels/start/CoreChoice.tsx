import { useState, type KeyboardEvent } from 'react';
import { counted } from '../../../shared/figures.ts';
import type { CoreInfo } from '../../../shared/workplace.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { groupCores, hasSiblings, nameGroup, onePerPhysicalCore, type CoreGroup } from './core-topology.ts';
import styles from './CoreChoice.module.css';
import { FieldError } from './FieldError.tsx';

interface CoreChoiceProps {
  /** Those that may be used, ascending. */
  readonly cores: readonly CoreInfo[];
  /** Null: all. */
  readonly chosen: readonly number[] | null;
  readonly onChange: (chosen: readonly number[] | null) => void;
  readonly problem: string | undefined;
}

/** Which cores to measure on, drawn as they lie in the machine: siblings of a physical core joined, sockets and kinds apart. */
export const CoreChoice = ({ cores, chosen: wanted, onChange, problem }: CoreChoiceProps) => {
  const chosen = new Set(
    cores.map(({ core }) => core).filter((core) => wanted === null || wanted.includes(core)),
  );
  const choose = (next: readonly number[]) =>
    onChange(next.length === cores.length ? null : [...next].sort((a, b) => a - b));
  const toggle = (group: readonly number[]) => {
    const isOn = group.every((core) => chosen.has(core));
    const others = [...chosen].filter((core) => !group.includes(core));
    choose(isOn ? others : [...others, ...group]);
  };
  const groups = groupCores(cores);
  const [reached, setReached] = useState(groups[0]?.physicalCores[0]?.[0]?.core ?? 0);
  return (
    <Card
      title="Cores"
      aside={<span className="figure">{`${chosen.size} of ${counted(cores.length, 'core')}`}</span>}
    >
      <fieldset className={styles['map']}>
        <legend className="visually-hidden">Cores to measure on; arrow keys go from one to the next</legend>
        {groups.map((group) => (
          <CoreGroupToggles
            key={`${group.socket ?? ''} ${group.speed ?? ''}`}
            group={group}
            name={nameGroup(group, groups.length)}
            chosen={chosen}
            onToggle={toggle}
            reached={reached}
            onReach={setReached}
          />
        ))}
      </fieldset>
      <div className={styles['shortcuts']}>
        <Button size="small" variant="ghost" onClick={() => onChange(null)}>
          All
        </Button>
        <Button size="small" variant="ghost" onClick={() => onChange([])}>
          None
        </Button>
        {hasSiblings(cores) && (
          <Button size="small" variant="ghost" onClick={() => choose(onePerPhysicalCore(cores))}>
            One per physical core
          </Button>
        )}
      </div>
      <FieldError problem={problem} />
    </Card>
  );
};

/** Arrow keys go from core to core, and all of them are one stop for Tab: with hundreds of cores it would be too long a way. */
function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const map = event.currentTarget.closest('fieldset');
  const toggles = [...(map?.querySelectorAll<HTMLButtonElement>('[data-core]') ?? [])];
  event.preventDefault();
  toggles[toggles.indexOf(event.currentTarget) + step]?.focus();
}

interface CoreGroupTogglesProps {
  readonly group: CoreGroup;
  readonly name: string | null;
  readonly chosen: ReadonlySet<number>;
  readonly onToggle: (cores: readonly number[]) => void;
  /** The core that Tab stops at. */
  readonly reached: number;
  readonly onReach: (core: number) => void;
}

const CoreGroupToggles = ({ group, name, chosen, onToggle, reached, onReach }: CoreGroupTogglesProps) => (
  <div className={styles['group']}>
    {name !== null && (
      <button
        type="button"
        className={styles['groupName']}
        onClick={() => onToggle(group.physicalCores.flat().map(({ core }) => core))}
      >
        {name}
      </button>
    )}
    <div className={styles['cores']}>
      {group.physicalCores.map((siblings) => (
        <span key={siblings[0]?.core} className={styles['physical']}>
          {siblings.map((core) => (
            <button
              key={core.core}
              type="button"
              data-core={core.core}
              className={styles['core']}
              aria-pressed={chosen.has(core.core)}
              aria-label={`Core ${core.core}`}
              title={describeCore(core)}
              tabIndex={core.core === reached ? 0 : -1}
              onFocus={() => onReach(core.core)}
              onKeyDown={moveFocus}
              onClick={() => onToggle([core.core])}
            >
              {core.core}
            </button>
          ))}
        </span>
      ))}
    </div>
  </div>
);

const describeCore = ({ core, physical, socket, maxMhz }: CoreInfo): string =>
  [
    `Core ${core}`,
    ...(physical === null ? [] : [`physical core ${physical}`]),
    ...(socket === null ? [] : [`socket ${socket}`]),
    ...(maxMhz === null ? [] : [`up to ${(maxMhz / 1000).toFixed(1)} GHz`]),
  ].join(' · ');
