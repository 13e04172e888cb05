import { useEffect, useState } from 'react';
import { useEngine } from '../../connection/use-engine.ts';
import { useFileChooser } from '../../connection/use-file-chooser.ts';
import { useJob } from '../../connection/use-jobs.ts';
import { toEnvelope, type ErrorEnvelope } from '../../../shared/errors.ts';
import { isUnderWay, type JobId } from '../../../shared/jobs.ts';
import type { ExportFormat } from '../../../shared/workplace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { RadioList } from '../../ui/RadioList.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { CommandLine } from './CommandLine.tsx';
import styles from './ExportDialog.module.css';
import { ExportProgress } from './ExportProgress.tsx';
import { exportCommand, formats, suggestedTarget, withEndingOf } from './export-formats.ts';
import { useDownloadsFolder, useTargetCheck } from './use-target-check.ts';

interface ExportDialogProps {
  readonly session: string;
  readonly onStarted: (job: JobId) => void;
  readonly onClose: () => void;
}

const formatOptions = formats.map(({ format, label, purpose }) => ({
  value: format,
  label: (
    <>
      {label} <code>{format}</code>
    </>
  ),
  hint: purpose,
}));

export const ExportDialog = ({ session, onStarted, onClose }: ExportDialogProps) => {
  const engine = useEngine();
  const { chooseFile, asksToReplace } = useFileChooser();
  const downloads = useDownloadsFolder();
  const [format, setFormat] = useState<ExportFormat>('chrome');
  const [typed, setTyped] = useState<string | null>(null);
  /** A target of which the user has said that it may be replaced. */
  const [agreed, setAgreed] = useState<string | null>(null);
  const [isChoosing, setIsChoosing] = useState(false);
  const [failure, setFailure] = useState<ErrorEnvelope | null>(null);
  const [job, setJob] = useState<JobId | null>(null);
  const running = useJob(job ?? '');
  const target = typed ?? suggestedTarget(session, format, downloads);
  const check = useTargetCheck(target);
  const isReplacing = check.exists && target !== agreed;

  const hasEnded = running !== null && !isUnderWay(running);
  useEffect(() => {
    if (hasEnded) onClose();
  }, [hasEnded, onClose]);

  const start = async (): Promise<void> => {
    setFailure(null);
    try {
      const id = await engine.startExport({
        session,
        format,
        target,
        overwrite: check.exists || target === agreed,
      });
      onStarted(id);
      setJob(id);
    } catch (thrown) {
      setFailure(toEnvelope(thrown));
    }
  };
  const choose = async (): Promise<void> => {
    setIsChoosing(true);
    const path = await chooseFile({ purpose: 'save-export', suggested: target });
    setIsChoosing(false);
    if (path === null) return;
    setTyped(path);
    if (asksToReplace) setAgreed(path);
  };

  return (
    <Dialog
      // The file picker takes its place: of two modal surfaces one would close the other.
      open={!isChoosing}
      onOpenChange={onClose}
      title="Export the session"
      footer={
        job === null ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant={isReplacing ? 'danger' : 'primary'}
              disabled={check.problem !== null}
              onClick={() => void start()}
            >
              {isReplacing ? 'Replace the file' : 'Export'}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>Go on in the background</Button>
        )
      }
    >
      {job === null ? (
        <>
          <RadioList
            label="Format"
            options={formatOptions}
            value={format}
            onChange={(next) => {
              if (typed !== null) setTyped(withEndingOf(typed, format, next) ?? typed);
              setFormat(next);
            }}
          />
          <div className={styles['target']}>
            <TextField
              label="Save as"
              value={target}
              onChange={setTyped}
              error={check.problem}
              {...(check.exists && {
                hint: isReplacing ? 'This file exists already.' : 'It will be replaced.',
              })}
            />
            <Button onClick={() => void choose()}>Choose…</Button>
          </div>
          {failure !== null && (
            <Notice tone="bad" title={failure.message}>
              {failure.remedy}
            </Notice>
          )}
          <CommandLine text={exportCommand(session, format, target)} />
        </>
      ) : (
        <ExportProgress job={running} onCancel={() => void engine.cancelJob(job)} />
      )}
    </Dialog>
  );
};
