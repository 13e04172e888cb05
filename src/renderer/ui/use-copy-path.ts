import { copyText } from './CopyButton.tsx';
import { useToasts } from './use-toasts.ts';

/** Copies the path of a file, and says so. */
export function useCopyPath(): (path: string) => void {
  const toasts = useToasts();
  return (path) => {
    copyText(path).then(
      () => toasts.show({ title: 'The path was copied', description: path }),
      () => toasts.show({ title: 'The clipboard cannot be written here', description: path, tone: 'bad' }),
    );
  };
}
