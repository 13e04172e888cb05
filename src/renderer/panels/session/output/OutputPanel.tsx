import { useState } from 'react';
import { counted, formatCount } from '../../../../shared/figures.ts';
import { isOutputWarning } from '../../../../shared/output-warning.ts';
import type { LogPage, SessionOverview } from '../../../../shared/session-queries.ts';
import { useCall } from '../../../connection/use-call.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { CallFailure } from '../CallFailure.tsx';
import { labTrials, trialName, type LabTrial } from '../configuration.ts';
import { knownAnswer } from '../known-answer.ts';
import { useSettled } from '../../../connection/use-settled.ts';
import { useTaskFocus, type WantedPiece } from '../task-focus.tsx';
import { OutputLines } from './OutputLines.tsx';
import styles from './OutputPanel.module.css';

const perPage = 200;

/** How long typing pauses before it is searched for. */
const pauseMs = 200;

/** What is looked for; a change of it begins again at the first page. */
interface Search {
  readonly trial: number | null;
  readonly text: string;
  readonly first: number;
}

/** Among all output, the page that a piece is on. */
const pageOf = (piece: WantedPiece | null): Search => ({
  trial: null,
  text: '',
  first: Math.floor((piece?.number ?? 0) / perPage) * perPage,
});

/** What the program itself printed while it was measured. */
export function OutputPanel({ overview }: { readonly overview: SessionOverview }) {
  const { path, report, endNs } = overview;
  const trials = labTrials(overview.trials);
  const { pieceInOutput, showPieceOnTimeline } = useTaskFocus();
  const [wanted, setWanted] = useState(pieceInOutput);
  const [search, setSearch] = useState<Search>(() => pageOf(pieceInOutput));
  if (wanted !== pieceInOutput) {
    setWanted(pieceInOutput);
    setSearch(pageOf(pieceInOutput));
  }
  const { trial, text, first } = useSettled(search, pauseMs);
  const call = useCall(
    (engine) => engine.logs({ session: path, trial, text, first, count: perPage }),
    // A session that is being recorded gains output as it gets longer.
    [path, trial, text, first, endNs],
  );
  const page = knownAnswer(call);
  const isSearched = search.trial !== null || search.text !== '';
  if (page?.total === 0 && !isSearched) {
    return (
      <EmptyState icon="output" title="The program printed nothing">
        Whatever is written to stdout or stderr is kept here.
      </EmptyState>
    );
  }
  return (
    <div className={styles['panel']}>
      <FilterBar
        label="Search the output"
        text={search.text}
        onText={(value) => setSearch({ ...search, text: value, first: 0 })}
        end={
          page !== null && (
            <Pager page={page} first={first} onFirst={(value) => setSearch({ ...search, first: value })} />
          )
        }
      >
        {trials.length > 0 && (
          <TrialSelect
            trials={trials}
            trial={search.trial}
            onChange={(value) => setSearch({ ...search, trial: value, first: 0 })}
          />
        )}
      </FilterBar>
      {report?.warnings.filter(isOutputWarning).map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      <CallFailure call={call} />
      {page === null ? (
        call.state === 'loading' && <Spinner label="Reading the output" />
      ) : page.total === 0 ? (
        <EmptyState icon="search" title="Nothing of the output matches">
          Search for other words{trials.length > 0 && ', or in all trials'}.
        </EmptyState>
      ) : (
        <OutputLines
          page={page}
          trials={trials}
          search={text}
          current={pieceInOutput}
          takesFocus
          onMoment={showPieceOnTimeline}
        />
      )}
    </div>
  );
}

interface TrialSelectProps {
  readonly trials: readonly LabTrial[];
  readonly trial: number | null;
  readonly onChange: (trial: number | null) => void;
}

const TrialSelect = ({ trials, trial, onChange }: TrialSelectProps) => (
  <Select
    label="Trial"
    hideLabel
    value={trial === null ? 'all' : String(trial)}
    options={[
      { value: 'all', label: 'All trials' },
      ...trials.map((one) => ({ value: String(one.trial), label: trialName(one) })),
    ]}
    onChange={(value) => onChange(value === 'all' ? null : Number(value))}
  />
);

interface PagerProps {
  readonly page: LogPage;
  readonly first: number;
  readonly onFirst: (first: number) => void;
}

/** Which part of the output is seen; without buttons where one page holds all. */
const Pager = ({ page: { total, rows }, first, onFirst }: PagerProps) => (
  <>
    <output>
      {total <= perPage
        ? counted(total, 'piece')
        : `${formatCount(first + 1)}–${formatCount(first + rows.length)} of ${formatCount(total)}`}
    </output>
    {total > perPage && (
      <>
        <IconButton
          icon="chevron-left"
          label="Earlier output"
          disabled={first === 0}
          onClick={() => onFirst(Math.max(0, first - perPage))}
        />
        <IconButton
          icon="chevron-right"
          label="Later output"
          disabled={first + perPage >= total}
          onClick={() => onFirst(first + perPage)}
        />
      </>
    )}
  </>
);
