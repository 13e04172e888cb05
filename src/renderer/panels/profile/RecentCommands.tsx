import { commandText } from '../../../shared/command-line-text.ts';
import type { RecentCommand } from '../../../shared/workplace.ts';
import { useEngine } from '../../connection/use-engine.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import { useToasts } from '../../ui/use-toasts.ts';
import rows from '../start/RecentTasks.module.css';
import type { ProfileDraft } from './profile-draft.ts';

interface RecentCommandsProps {
  /** Newest first. */
  readonly commands: readonly RecentCommand[];
  readonly onChoose: (part: Pick<ProfileDraft, 'command' | 'cwd'>) => void;
}

/** Commands profiled before; a click fills the form in. */
export const RecentCommands = ({ commands, onChoose }: RecentCommandsProps) => {
  const engine = useEngine();
  const { showError } = useToasts();
  if (commands.length === 0) return null;
  const forget = (command: RecentCommand, row: Element | null) => {
    // Focus does not vanish with its row.
    (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector('button')?.focus();
    const recentCommands = commands.filter((other) => other !== command);
    return engine.changeSettings({ recentCommands }).catch(showError);
  };
  return (
    <section aria-labelledby="recent-commands">
      <h2 id="recent-commands" className={rows['heading']}>
        Recent commands
      </h2>
      <ul className={rows['list']}>
        {commands.map((recent) => {
          const command = commandText(recent.argv);
          return (
            <li key={`${command} ${recent.cwd}`} className={rows['row']}>
              <button
                type="button"
                className={rows['task']}
                onClick={() => onChoose({ command, cwd: recent.cwd })}
              >
                <Truncated text={command} className={rows['name'] ?? ''} />
                <Truncated text={recent.cwd} className={rows['folder'] ?? ''} />
              </button>
              <IconButton
                icon="close"
                label={`Remove ${command} from this list`}
                onClick={({ currentTarget }) => void forget(recent, currentTarget.closest('li'))}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
};
