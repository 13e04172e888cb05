import type { RefObject } from 'react';
import { formatCount } from '../../shared/figures.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { TextField } from '../ui/TextField.tsx';
import { KeyLegend } from './KeyLegend.tsx';
import styles from './TimelineToolbar.module.css';
import type { TimelineAction, TimelineState } from './timeline-state.ts';
import type { TaskSearch } from './use-task-search.ts';

interface TimelineToolbarProps {
  readonly state: TimelineState;
  readonly act: (action: TimelineAction) => void;
  readonly search: TaskSearch;
  /** Gets the element that the search field is in. */
  readonly searchBox: RefObject<HTMLElement | null>;
  readonly onLongest: () => void;
  readonly onFind: (by: 1 | -1) => void;
  /** The user has done with searching. */
  readonly onLeaveSearch: () => void;
}

/** Everything that the pointer and the keys do, as buttons too. */
export function TimelineToolbar(props: TimelineToolbarProps) {
  const { state, act, search, searchBox, onLongest, onFind, onLeaveSearch } = props;
  const allCollapsed = state.collapsed.size > 0;
  return (
    <div className={styles['toolbar']}>
      <Segmented
        label="Time axis"
        value={state.mode}
        options={[
          { value: 'aligned', label: 'Aligned', hint: 'Every trial begins at 0, for comparison' },
          { value: 'recorded', label: 'Recorded', hint: 'Trials where they were in the session' },
        ]}
        onChange={(mode) => act({ type: 'mode', mode })}
      />
      <div className={styles['buttons']}>
        <IconButton
          icon="zoom-in"
          label="Zoom in (W)"
          onClick={() => act({ type: 'zoom', factor: 0.6, atNs: null })}
        />
        <IconButton
          icon="zoom-out"
          label="Zoom out (S)"
          onClick={() => act({ type: 'zoom', factor: 1 / 0.6, atNs: null })}
        />
        <IconButton icon="expand" label="Fit everything (F)" onClick={() => act({ type: 'fit' })} />
        <IconButton
          icon="crop"
          label="Zoom to what is marked or selected (Z)"
          aria-disabled={state.marked === null && state.task === null}
          onClick={() => act({ type: 'zoom-to-selection' })}
        />
        <IconButton icon="clock" label="Go to the longest task (L)" onClick={onLongest} />
        <IconButton
          icon={allCollapsed ? 'unfold' : 'fold'}
          label={allCollapsed ? 'Expand all trials' : 'Collapse all trials'}
          onClick={() => act({ type: 'collapse', trials: allCollapsed ? 'none' : 'all' })}
        />
        <KeyLegend />
      </div>
      <search ref={searchBox} className={styles['search']}>
        <TextField
          label="Search tasks"
          hideLabel
          type="search"
          icon="search"
          placeholder="12, error, worker…"
          value={search.text}
          onChange={search.setText}
          onKeyDown={({ key, shiftKey }) => {
            if (key === 'Enter') onFind(shiftKey ? -1 : 1);
            if (key === 'Escape') onLeaveSearch();
          }}
        />
        <output className={styles['hits']}>{hitsOf(search)}</output>
        <IconButton icon="chevron-up" label="Previous hit (P)" onClick={() => onFind(-1)} />
        <IconButton icon="chevron-down" label="Next hit (N)" onClick={() => onFind(1)} />
      </search>
    </div>
  );
}

function hitsOf({ text, total, position }: TaskSearch): string {
  if (text.trim() === '' || total === null) return '';
  if (total === 0) return 'none';
  return position === null ? formatCount(total) : `${formatCount(position + 1)} of ${formatCount(total)}`;
}
