import { memo } from 'react';
import type { RefObject } from 'react';
import { formatCount } from '../../shared/figures.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { TextField } from '../ui/TextField.tsx';
import { KeyLegend } from './KeyLegend.tsx';
import type { ShownKinds } from './shown-kinds.ts';
import styles from './TimelineToolbar.module.css';
import type { TimelineAction, TimelineState } from './timeline-state.ts';
import type { TaskSearch } from './use-task-search.ts';

interface TimelineToolbarProps {
  readonly mode: TimelineState['mode'];
  readonly shows: ShownKinds;
  /** Whether any group is. */
  readonly collapsed: boolean;
  /** Whether there is anything marked or selected to zoom to. */
  readonly zoomable: boolean;
  readonly act: (action: TimelineAction) => void;
  readonly search: TaskSearch;
  /** Gets the element that the search field is in. */
  readonly searchBox: RefObject<HTMLElement | null>;
  readonly onLongest: () => void;
  readonly onFind: (by: 1 | -1) => void;
  /** The user has done with searching. */
  readonly onLeaveSearch: () => void;
}

/** Everything that the pointer and the keys do, as buttons too. It is not drawn anew with every frame of a zoom. */
export const TimelineToolbar = memo((props: TimelineToolbarProps) => {
  const { mode, shows, collapsed, zoomable, act, search, searchBox, onLongest, onFind, onLeaveSearch } =
    props;
  return (
    <div className={styles['toolbar']}>
      {shows.trials && (
        <Segmented
          label="Time axis"
          value={mode}
          options={[
            { value: 'aligned', label: 'Aligned', hint: 'Every trial begins at 0, for comparison' },
            {
              value: 'recorded',
              label: 'Recorded',
              hint: shows.slices
                ? 'As it was in the session, with cores'
                : 'Trials where they were in the session',
            },
          ]}
          onChange={(chosen) => act({ type: 'mode', mode: chosen })}
        />
      )}
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
          aria-disabled={!zoomable}
          onClick={() => act({ type: 'zoom-to-selection' })}
        />
        {shows.tasks && <IconButton icon="clock" label="Go to the longest task (L)" onClick={onLongest} />}
        <IconButton
          icon={collapsed ? 'unfold' : 'fold'}
          label={collapsed ? 'Expand all groups' : 'Collapse all groups'}
          onClick={() => act({ type: 'collapse', groups: collapsed ? 'none' : 'all' })}
        />
        <KeyLegend shows={shows} />
      </div>
      {shows.tasks && (
        <search ref={searchBox} className={styles['search']}>
          <TextField
            label="Search tasks"
            hideLabel
            type="search"
            icon="search"
            placeholder={shows.traced ? 'name, error…' : '12, error…'}
            value={search.text}
            onChange={search.setText}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onFind(event.shiftKey ? -1 : 1);
              if (event.key !== 'Escape') return;
              // The browser would empty the field, and with it the hits that N and P go through.
              event.preventDefault();
              onLeaveSearch();
            }}
          />
          <output className={styles['hits']}>{hitsOf(search)}</output>
          <IconButton icon="chevron-up" label="Previous hit (P)" onClick={() => onFind(-1)} />
          <IconButton icon="chevron-down" label="Next hit (N)" onClick={() => onFind(1)} />
        </search>
      )}
    </div>
  );
});

function hitsOf({ text, total, position }: TaskSearch): string {
  if (text.trim() === '' || total === null) return '';
  if (total === 0) return 'none';
  return position === null ? formatCount(total) : `${formatCount(position + 1)} of ${formatCount(total)}`;
}
