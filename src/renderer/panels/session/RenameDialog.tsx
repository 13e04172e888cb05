import { useState, type FormEvent } from 'react';
import { useEngine } from '../../connection/use-engine.ts';
import { toEnvelope } from '../../../shared/errors.ts';
import type { SessionOverview } from '../../../shared/session-queries.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './RenameDialog.module.css';

interface RenameDialogProps {
  readonly overview: SessionOverview;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** With the session's new path. */
  readonly onRenamed: (path: string) => void;
}

export const RenameDialog = ({ overview, open, onOpenChange, onRenamed }: RenameDialogProps) => (
  <Dialog
    open={open}
    onOpenChange={onOpenChange}
    title="Rename the session"
    description="Its file gets the new name, in the same folder."
  >
    <RenameForm
      overview={overview}
      onCancel={() => onOpenChange(false)}
      onRenamed={(path) => {
        onOpenChange(false);
        onRenamed(path);
      }}
    />
  </Dialog>
);

interface RenameFormProps {
  readonly overview: SessionOverview;
  readonly onCancel: () => void;
  readonly onRenamed: (path: string) => void;
}

function RenameForm({ overview, onCancel, onRenamed }: RenameFormProps) {
  const engine = useEngine();
  const [name, setName] = useState(overview.name);
  const [error, setError] = useState<string | null>(null);

  async function rename(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      onRenamed(await engine.renameSession(overview.path, name.trim()));
    } catch (thrown) {
      const { message, remedy } = toEnvelope(thrown);
      setError(`${message} ${remedy}`);
    }
  }

  return (
    <form onSubmit={(event) => void rename(event)}>
      <TextField
        label="Name"
        value={name}
        error={error}
        onChange={(text) => {
          setName(text);
          setError(null);
        }}
      />
      <div className={styles['buttons']}>
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          disabled={name.trim() === '' || name.trim() === overview.name}
        >
          Rename
        </Button>
      </div>
    </form>
  );
}
