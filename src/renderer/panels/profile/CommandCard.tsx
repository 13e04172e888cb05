import { commandText } from '../../../shared/command-line-text.ts';
import type { CorelaneError } from '../../../shared/errors.ts';
import type { InspectedCommand } from '../../../shared/workplace.ts';
import type { Call } from '../../connection/use-call.ts';
import { useFileChooser } from '../../connection/use-file-chooser.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useToasts } from '../../ui/use-toasts.ts';
import styles from './CommandCard.module.css';
import { draftOfScript, type ProfileDraft } from './profile-draft.ts';
import { splitCommand } from './shell-words.ts';
import { WhatRuns } from './WhatRuns.tsx';

interface CommandCardProps {
  readonly draft: ProfileDraft;
  readonly problem: string | undefined;
  readonly onChange: (part: Partial<ProfileDraft>) => void;
  readonly inspection: Call<InspectedCommand | null>;
  /** Why the last start was refused; null: it was not. */
  readonly refusal: CorelaneError | null;
}

/** What to run: typed, or chosen from the files; and what that comes to. */
export const CommandCard = ({ draft, problem, onChange, inspection, refusal }: CommandCardProps) => {
  const { chooseFile } = useFileChooser();
  const { showError } = useToasts();
  const choose = () =>
    chooseFile({ purpose: 'open-program' }).then((path) => {
      if (path !== null) onChange({ command: draftOfScript(path).command, cwd: '' });
    }, showError);
  return (
    <Card
      title="Command"
      aside={
        <Button icon="folder" onClick={() => void choose()}>
          Choose a script…
        </Button>
      }
    >
      <div className={styles['parts']}>
        <TextField
          label="Command and its arguments"
          value={draft.command}
          onChange={(command) => onChange({ command })}
          placeholder="python3 crawl.py --pages 200"
          hint="A program, or a script of Node or Python, with its arguments; quotes keep words together."
          error={problem ?? null}
        />
        <ShellOnly command={draft.command} onChange={onChange} />
        <WhatRuns inspection={inspection} />
        {refusal !== null && (
          <Notice tone="bad" title={refusal.message}>
            <p>{refusal.remedy}</p>
          </Notice>
        )}
      </div>
    </Card>
  );
};

/** Says that no shell runs the command, where it holds what only a shell would act on, and offers one. */
const ShellOnly = ({
  command,
  onChange,
}: Pick<CommandCardProps, 'onChange'> & { readonly command: string }) => {
  const { shellOnly } = splitCommand(command);
  if (shellOnly.length === 0) return null;
  return (
    <Notice
      tone="info"
      title={`${shellOnly.join(' ')} would mean something to a shell`}
      action={
        <Button size="small" onClick={() => onChange({ command: commandText(['sh', '-c', command]) })}>
          Run it with sh -c
        </Button>
      }
    >
      <p>No shell runs this command: the program gets its words as they stand here.</p>
    </Notice>
  );
};
