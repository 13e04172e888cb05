import { useState, type DragEvent } from 'react';
import { useFileChooser } from '../../connection/use-file-chooser.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useToasts } from '../../ui/use-toasts.ts';
import styles from './TaskDropZone.module.css';

interface TaskDropZoneProps {
  readonly onChoose: (task: string) => void;
}

/** Takes a task file, dropped or chosen from a dialog. */
export const TaskDropZone = ({ onChoose }: TaskDropZoneProps) => {
  const { chooseFile, pathOfDropped } = useFileChooser();
  const { showError } = useToasts();
  const [isOver, setIsOver] = useState(false);
  const take = (path: Promise<string | null>) =>
    void path.then((found) => {
      if (found !== null) onChoose(found);
    }, showError);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) take(pathOfDropped(file));
  };
  return (
    <div
      className={styles['zone']}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <span className={styles['picture']}>
        <Icon name="drop" size={28} />
      </span>
      <p className={styles['title']}>Drop a task file here</p>
      <p className={styles['kinds']}>a JavaScript or TypeScript module: .js .mjs .cjs .ts .mts .cts</p>
      <Button variant="primary" icon="folder" onClick={() => take(chooseFile({ purpose: 'open-task' }))}>
        Choose a task file…
      </Button>
    </div>
  );
};
