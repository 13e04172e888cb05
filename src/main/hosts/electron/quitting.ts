import { app, dialog } from 'electron';
import type { EngineStatus } from '../../../shared/engine-link.ts';
import type { EngineSupervisor } from '../supervision/engine-supervisor.ts';

/**
 * Stands between the wish to quit and the end of work under way: asks the user, then lets the engine close its session.
 * Gives what tells whether the app may end without asking.
 */
export function guardQuitting(engine: EngineSupervisor): () => boolean {
  let stage: 'open' | 'asking' | 'decided' = 'open';
  const mayQuit = (): boolean => stage === 'decided' || engine.status.jobs === 0;
  app.on('before-quit', (event) => {
    if (mayQuit()) return;
    event.preventDefault();
    if (stage === 'asking') return;
    stage = 'asking';
    void isSure(engine.status).then((sure) => {
      stage = sure ? 'decided' : 'open';
      if (sure) app.quit();
    });
  });
  app.on('will-quit', (event) => {
    if (engine.state.type === 'ended') return;
    event.preventDefault();
    void engine.end().then(() => app.quit());
  });
  return mayQuit;
}

async function isSure({ recording }: EngineStatus): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `${recording === null ? 'A job is running' : 'A lab is being recorded'}. Stop it and quit?`,
    detail:
      recording === null
        ? 'What it has not finished is lost.'
        : 'What it has measured is kept in its session.',
    buttons: ['Stop and Quit', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}
