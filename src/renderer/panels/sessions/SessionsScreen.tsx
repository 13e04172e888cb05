import { useState } from 'react';
import { useCall } from '../../connection/use-call.ts';
import { useEvent } from '../../connection/use-event.ts';
import { useFileChooser } from '../../connection/use-file-chooser.ts';
import { useRoute } from '../../connection/use-route.ts';
import { counted } from '../../../shared/figures.ts';
import type { ListedSession } from '../../../shared/workplace.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { comparableWith } from './comparable-sessions.ts';
import { CompareNotice } from './CompareNotice.tsx';
import { hasKinds, sessionsAbout, type SessionKind } from './sessions-about.ts';
import { SessionTable } from './SessionTable.tsx';

const kinds: readonly { readonly value: SessionKind; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'lab', label: 'Labs' },
  { value: 'profile', label: 'Profiles' },
];

export const SessionsScreen = () => {
  const [changes, setChanges] = useState(0);
  const [wanted, setWanted] = useState('');
  const [kind, setKind] = useState<SessionKind>('all');
  useEvent('sessionsChanged', () => setChanges((count) => count + 1));
  const list = useCall((engine) => engine.listSessions(), [changes]);
  const sessions = list.state === 'ready' ? list.value : list.state === 'loading' ? list.previous : null;
  const [compared, setCompared] = useState<ListedSession | null>(null);
  const eligible = compared === null ? sessions : comparableWith(sessions ?? [], compared);
  const shown = eligible === null ? [] : sessionsAbout(eligible, wanted, kind);
  const compare = (session: ListedSession): void => {
    // A filter that was set for the first one may hide all others.
    setWanted('');
    setKind('all');
    setCompared(session);
  };
  return (
    <Screen title="Sessions" subtitle={subtitle(sessions, shown.length)} actions={<Actions />}>
      {list.state === 'failed' && (
        <Notice
          tone="bad"
          title={list.error.message}
          action={<Button onClick={list.retry}>Try again</Button>}
        >
          {list.error.remedy}
        </Notice>
      )}
      {list.state === 'loading' && sessions === null && <Spinner label="Reading the sessions…" />}
      {sessions?.length === 0 && <NoSessions />}
      {sessions !== null && sessions.length > 0 && (
        <>
          <FilterBar
            label="Search sessions by name, task or command"
            placeholder="Search by name, task or command"
            text={wanted}
            onText={setWanted}
          >
            {hasKinds(sessions) && <Segmented label="Kind" value={kind} options={kinds} onChange={setKind} />}
          </FilterBar>
          {compared !== null && (
            <CompareNotice
              compared={compared}
              others={eligible?.length ?? 0}
              onEnd={() => setCompared(null)}
            />
          )}
          {eligible?.length === 0 ? null : shown.length === 0 ? (
            <EmptyState
              icon="search"
              title={
                wanted.trim() === ''
                  ? 'There is no session of this kind'
                  : `No session is called anything like “${wanted.trim()}”`
              }
              action={
                <Button
                  onClick={() => {
                    setWanted('');
                    setKind('all');
                  }}
                >
                  Show all
                </Button>
              }
            />
          ) : (
            <SessionTable sessions={shown} compared={compared} onCompare={compare} />
          )}
        </>
      )}
    </Screen>
  );
};

const Actions = () => {
  const { chooseFile } = useFileChooser();
  const [, go] = useRoute();
  const open = async (): Promise<void> => {
    const session = await chooseFile({ purpose: 'open-session' });
    if (session !== null) go({ screen: 'session', session, tab: 'ranking' });
  };
  return (
    <>
      <Button icon="folder" onClick={() => void open()}>
        Open another file…
      </Button>
      <Button icon="plus" onClick={() => go({ screen: 'profile', script: null, again: null })}>
        New profile
      </Button>
      <Button variant="primary" icon="plus" onClick={() => go({ screen: 'start', task: null })}>
        New lab
      </Button>
    </>
  );
};

const NoSessions = () => (
  <EmptyState icon="sessions" title="No sessions yet">
    Every lab and every profile is kept here as a session, with all that was recorded on a time axis. Begin
    with “New lab” above; it brings examples that run in a few seconds. A session from elsewhere opens when
    you drop it on the window.
  </EmptyState>
);

function subtitle(sessions: readonly ListedSession[] | null, shown: number): string {
  if (sessions === null) return 'Newest first';
  return shown === sessions.length
    ? `${counted(shown, 'session')}, newest first`
    : `${shown} of ${counted(sessions.length, 'session')}, newest first`;
}
