import { useEvent } from '../connection/use-event.ts';
import { useRoute } from '../connection/use-route.ts';
import type { Job } from '../../shared/jobs.ts';
import type { Route } from '../../shared/route.ts';
import { useToasts, type ToastMessage } from '../ui/use-toasts.ts';
import { fileName } from './job-words.ts';

/** Says that a lab has ended to whoever looks at something else meanwhile. */
export function useFinishedLabs(route: Route): void {
  const toasts = useToasts();
  const [, go] = useRoute();
  useEvent('jobChanged', (job) => {
    if (route.screen === 'live' && route.job === job.id) return;
    const message = endOfLab(job);
    if (message === null || job.work.kind !== 'lab') return;
    const { session } = job.work;
    const open = () => go({ screen: 'session', session, tab: 'ranking' });
    toasts.show({ ...message, ...(message.tone !== 'bad' && { action: { label: 'Open', run: open } }) });
  });
}

function endOfLab({ work, state }: Job): ToastMessage | null {
  if (work.kind !== 'lab') return null;
  const name = fileName(work.task);
  switch (state.type) {
    case 'running':
    case 'stopping':
      return null;
    case 'done':
      return { title: `The lab of ${name} is done`, tone: 'good' };
    case 'interrupted':
      return state.kept
        ? { title: `The lab of ${name} was stopped`, description: 'What it had measured is kept.' }
        : { title: `The lab of ${name} was stopped before it measured anything`, tone: 'bad' };
    case 'failed':
      return { title: state.error.message, description: state.error.remedy, tone: 'bad' };
  }
}
