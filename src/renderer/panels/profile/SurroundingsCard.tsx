import { useFileChooser } from '../../connection/use-file-chooser.ts';
import { Card } from '../../ui/Card.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useToasts } from '../../ui/use-toasts.ts';
import { EnvironmentEdits } from './EnvironmentEdits.tsx';
import { usualFolder, type ProfileDraft, type ProfileGround, type ProfileProblems } from './profile-draft.ts';
import { splitCommand } from './shell-words.ts';
import styles from './SurroundingsCard.module.css';

interface SurroundingsCardProps {
  readonly draft: ProfileDraft;
  readonly problems: ProfileProblems;
  readonly onChange: (part: Partial<ProfileDraft>) => void;
  readonly ground: ProfileGround;
}

/** Where the command runs, with which environment, whether it is traced, and into which file it is recorded. */
export const SurroundingsCard = ({ draft, problems, onChange, ground }: SurroundingsCardProps) => {
  const { chooseFile } = useFileChooser();
  const { showError } = useToasts();
  const usual = usualFolder(splitCommand(draft.command).words, ground.workingFolder);
  const chooseFolder = () =>
    chooseFile({ purpose: 'choose-folder', from: draft.cwd.trim() === '' ? usual : draft.cwd }).then(
      (path) => {
        if (path !== null) onChange({ cwd: path });
      },
      showError,
    );
  return (
    <Card title="Where and how">
      <div className={styles['parts']}>
        <div className={styles['folder']}>
          <TextField
            label="Working folder"
            value={draft.cwd}
            onChange={(cwd) => onChange({ cwd })}
            placeholder={usual}
            error={problems.cwd ?? null}
          />
          <IconButton icon="folder" label="Choose the working folder…" onClick={() => void chooseFolder()} />
        </div>
        <EnvironmentEdits edits={draft.env} onChange={(env) => onChange({ env })} problem={problems.env} />
        <Checkbox
          checked={draft.trace}
          onChange={(trace) => onChange({ trace })}
          label="Trace the tasks of Python and Node programs"
          description="Through their environment: nothing of yours is changed. What they hand to pools, threads, processes and loops is then on the timeline."
        />
        <Checkbox
          checked={draft.trace && draft.cpuProfile}
          disabled={!draft.trace}
          onChange={(cpuProfile) => onChange({ cpuProfile })}
          label="Take CPU samples"
          description="For a flame graph: about a hundred times a second in Python, a thousand in Node, each thread is looked at, which takes some of its time. Needs the tracing above."
        />
        <TextField
          label="Session file"
          value={draft.out}
          onChange={(out) => onChange({ out })}
          placeholder="a new one in the sessions folder"
          error={problems.out ?? null}
        />
      </div>
    </Card>
  );
};
