import { useState } from 'react';
import type { ProfileReport } from '../../../shared/profile-report.ts';
import { swaps, type Swap, type WhatIfReport } from '../../../shared/what-if.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { proposalFor, scriptOf, swapsFor, type Proposal, type TriedScript } from './what-if-proposal.ts';
import { WhatIfForm } from './WhatIfForm.tsx';

interface TryWhatIfProps {
  readonly report: ProfileReport;
  /** The id of a finding. */
  readonly finding: string;
  readonly disabled: boolean;
}

/** Beside a problem that another executor or another number of workers may solve: tries that. Nothing where there is nothing to try. */
export function TryWhatIf({ report, finding, disabled }: TryWhatIfProps) {
  const script = scriptOf(report);
  const proposal = proposalFor(finding, report);
  if (script === null || proposal === null || disabled) return null;
  return (
    <OpensForm
      label={proposal.swap === null ? `Try it with ${proposal.workers} workers…` : 'Try it with processes…'}
      script={script}
      proposal={proposal}
      choices={swapsFor(report)}
    />
  );
}

/** From the result of a what-if to the next. */
export function TryAgain({ report }: { readonly report: WhatIfReport }) {
  const script = scriptOf(report);
  if (script === null) return null;
  return <OpensForm label="Try again…" script={script} proposal={report} choices={swaps} large />;
}

interface OpensFormProps {
  readonly label: string;
  readonly script: TriedScript;
  readonly proposal: Proposal;
  readonly choices: readonly Swap[];
  readonly large?: boolean;
}

function OpensForm({ label, script, proposal, choices, large = false }: OpensFormProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...(large ? {} : { size: 'small' })} icon="flask" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="What if?"
        description="The unmodified script runs again as it is and with other executors, in turn, and both are compared."
      >
        <WhatIfForm
          script={script}
          proposal={proposal}
          choices={choices}
          onCancel={() => setOpen(false)}
          onStarted={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
