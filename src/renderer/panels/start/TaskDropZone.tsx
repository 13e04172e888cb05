import { useFileChooser } from '../../connection/use-file-chooser.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useToasts } from '../../ui/use-toasts.ts';
import styles from './TaskDropZone.module.css';

interface TaskDropZoneProps {
  readonly onChoose: (task: string) => void;
}

/** Where a task file is chosen, and where people aim when they drop one; the window takes it wherever it lands. */
export const TaskDropZone = ({ onChoose }: TaskDropZoneProps) => {
  const { chooseFile } = useFileChooser();
  const { showError } = useToasts();
  const choose = () =>
    chooseFile({ purpose: 'open-task' }).then((path) => {
      if (path !== null) onChoose(path);
    }, showError);
  return (
    <div className={styles['zone']}>
      <span className={styles['picture']}>
        <Icon name="drop" size={28} />
      </span>
      <p className={styles['title']}>Drop a task file here</p>
      <p className={styles['kinds']}>
        a module of JavaScript, TypeScript or Python: .js .mjs .cjs .ts .mts .cts .py
      </p>
      <Button variant="primary" icon="folder" onClick={() => void choose()}>
        Choose a task file…
      </Button>
    </div>
  );
};
