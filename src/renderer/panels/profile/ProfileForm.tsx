import { useEffect, useState, type ReactNode } from 'react';
import { useSurroundings } from '../../connection/use-surroundings.ts';
import { Screen } from '../../ui/Screen.tsx';
import { CoreChoice } from '../start/CoreChoice.tsx';
import { StartBar } from '../start/StartBar.tsx';
import { StartWays } from '../start/StartWays.tsx';
import { CommandCard } from './CommandCard.tsx';
import { profileCommand } from './profile-command.ts';
import { findProfileProblems, profileOrder, type ProfileDraft, type ProfileGround } from './profile-draft.ts';
import { rememberProfile } from './profile-memory.ts';
import styles from './ProfileForm.module.css';
import { RecentCommands } from './RecentCommands.tsx';
import { SurroundingsCard } from './SurroundingsCard.tsx';
import { useInspectedCommand } from './use-inspected-command.ts';
import { useStartProfile } from './use-start-profile.ts';

interface ProfileFormProps {
  /** What the form begins with. */
  readonly draft: ProfileDraft;
  readonly remark?: ReactNode;
}

/** A command, and where and how to run it. */
export const ProfileForm = ({ draft: first, remark }: ProfileFormProps) => {
  const { cores, workingFolder, home, settings } = useSurroundings();
  const [draft, setDraft] = useState(first);
  useEffect(() => rememberProfile(draft), [draft]);
  const change = (part: Partial<ProfileDraft>) => setDraft((before) => ({ ...before, ...part }));

  const ground: ProfileGround = { cores: cores.map(({ core }) => core), workingFolder, home };
  const problems = findProfileProblems(draft, ground);
  const [problem] = Object.values(problems);
  const order = problem === undefined ? profileOrder(draft, ground) : null;
  const inspection = useInspectedCommand(order);
  const { startProfile, isStarting, refusal } = useStartProfile();
  return (
    <Screen
      title="New profile"
      subtitle={
        <p className={styles['purpose']}>
          Give Corelane any command or script. It runs it unmodified, follows every process that it starts,
          and records which thread was on which core, who waited and, of Python and Node, every task; it
          cannot attach to what already runs.
        </p>
      }
    >
      <StartWays current="profile" />
      {remark}
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <CommandCard
            draft={draft}
            problem={problems.command}
            onChange={change}
            inspection={inspection}
            refusal={refusal}
          />
          <RecentCommands commands={settings.recentCommands} onChoose={change} />
        </div>
        <div className={styles['column']}>
          <SurroundingsCard draft={draft} problems={problems} onChange={change} ground={ground} />
          <CoreChoice
            cores={cores}
            chosen={draft.cores}
            onChange={(chosen) => change({ cores: chosen })}
            problem={problems.cores}
          />
        </div>
      </div>
      <StartBar
        plan={planOf(order !== null, problem, inspection.state)}
        command={order === null ? null : profileCommand(order)}
        label="Profile"
        isComplete={order !== null && inspection.state !== 'failed'}
        isStarting={isStarting}
        onStart={() => {
          if (order !== null) startProfile(order);
        }}
      />
    </Screen>
  );
};

function planOf(
  hasCommand: boolean,
  problem: string | undefined,
  inspection: 'loading' | 'ready' | 'failed',
): string {
  if (problem !== undefined) return problem;
  if (!hasCommand) return 'Type a command, or choose a script.';
  return inspection === 'failed'
    ? 'This command cannot be started.'
    : 'Runs once and is recorded to its end.';
}
