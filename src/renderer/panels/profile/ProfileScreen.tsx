import { commandText } from '../../../shared/command-line-text.ts';
import type { SessionOverview } from '../../../shared/session-queries.ts';
import { useCall } from '../../connection/use-call.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { draftOfScript, emptyProfile, type ProfileDraft } from './profile-draft.ts';
import { recallProfile } from './profile-memory.ts';
import { ProfileForm } from './ProfileForm.tsx';

interface ProfileScreenProps {
  /** The file to run; null: not chosen yet. */
  readonly script: string | null;
  /** The session whose command is to run again; null: none. */
  readonly again: string | null;
}

/** From nothing to a command that runs and is recorded. */
export const ProfileScreen = ({ script, again }: ProfileScreenProps) =>
  again === null ? (
    <ProfileForm
      key={script}
      draft={script === null ? (recallProfile() ?? emptyProfile) : ofScript(script)}
    />
  ) : (
    <ProfileAgain key={again} session={again} />
  );

/** As it was left when it is the same file, else new. */
function ofScript(script: string): ProfileDraft {
  const draft = draftOfScript(script);
  const before = recallProfile();
  return before?.command.startsWith(draft.command) === true ? before : draft;
}

/** The form with the choices of a session. */
const ProfileAgain = ({ session }: { readonly session: string }) => {
  const overview = useCall((engine) => engine.describeSession(session), [session]);
  if (overview.state === 'ready') return <ProfileForm draft={draftOfSession(overview.value)} />;
  if (overview.state === 'loading') {
    return (
      <Screen title="New profile">
        <Spinner label="Reading the session" />
      </Screen>
    );
  }
  return (
    <ProfileForm
      draft={emptyProfile}
      remark={
        <Notice tone="bad" title={overview.error.message}>
          {overview.error.remedy}
        </Notice>
      }
    />
  );
};

/** A session does not keep the environment: it comes from the form as it was left, if that was for the same command. */
function draftOfSession({ report, header }: SessionOverview): ProfileDraft {
  if (report?.command !== 'profile') return { ...emptyProfile, command: header.workload.label };
  const command = commandText(report.argv);
  const before = recallProfile();
  return {
    ...emptyProfile,
    command,
    cwd: report.cwd,
    cores: report.cores_used,
    env: before?.command === command ? before.env : [],
  };
}
