import { useFileChooser } from '../../connection/use-file-chooser.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './SessionsFolder.module.css';

interface SessionsFolderProps {
  readonly folder: string;
  /** By the user, against where the operating system wants a user's data. */
  readonly isChosen: boolean;
  /** Null: back to the usual place. */
  readonly onChange: (folder: string | null) => void;
}

export const SessionsFolder = ({ folder, isChosen, onChange }: SessionsFolderProps) => {
  const { chooseFile } = useFileChooser();
  const choose = async (): Promise<void> => {
    const chosen = await chooseFile({ purpose: 'choose-folder' });
    if (chosen !== null) onChange(chosen);
  };
  return (
    <div className={styles['folder']}>
      <p className={styles['path']}>
        <code>{folder}</code>
      </p>
      <p className={styles['remark']}>
        {isChosen ? 'Chosen by you.' : 'The usual place of this system.'} Sessions already recorded stay where
        they are.
      </p>
      <div className={styles['actions']}>
        <Button icon="folder" onClick={() => void choose()}>
          Choose a folder…
        </Button>
        {isChosen && (
          <Button variant="ghost" onClick={() => onChange(null)}>
            Back to the usual place
          </Button>
        )}
      </div>
    </div>
  );
};
