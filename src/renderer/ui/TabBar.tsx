import { useRef, type KeyboardEvent } from 'react';
import { formatCount } from '../../shared/figures.ts';
import styles from './TabBar.module.css';

interface Tab<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number;
}

interface TabBarProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/**
 * Tabs over a panel that the screen draws itself: `<div role="tabpanel" id="panel-x" aria-labelledby="tab-x">`.
 * One tab stop; arrows, Home and End choose.
 */
export const TabBar = <T extends string>({ label, tabs, value, onChange }: TabBarProps<T>) => {
  const bar = useRef<HTMLDivElement>(null);
  const chooseByKey = (event: KeyboardEvent) => {
    const target = targetOf(
      event.key,
      tabs.findIndex((tab) => tab.value === value),
      tabs.length,
    );
    const tab = target === null ? undefined : tabs[target];
    if (tab === undefined) return;
    event.preventDefault();
    onChange(tab.value);
    bar.current?.querySelector<HTMLElement>(`#tab-${tab.value}`)?.focus();
  };
  return (
    <div ref={bar} role="tablist" aria-label={label} className={styles['bar']}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={`tab-${tab.value}`}
          aria-selected={tab.value === value}
          aria-controls={tab.value === value ? `panel-${tab.value}` : undefined}
          tabIndex={tab.value === value ? 0 : -1}
          className={styles['tab']}
          onClick={() => onChange(tab.value)}
          onKeyDown={chooseByKey}
        >
          {tab.label}
          {tab.count !== undefined && <span className={styles['count']}>{formatCount(tab.count)}</span>}
        </button>
      ))}
    </div>
  );
};

function targetOf(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
