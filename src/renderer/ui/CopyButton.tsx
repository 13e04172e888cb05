import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { useToasts } from './use-toasts.ts';

/** Copies `text`; `label` says what that is ("Copy path"). */
export const CopyButton = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const toasts = useToasts();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    copyText(text).then(
      () => setCopied(true),
      () => toasts.show({ title: 'The clipboard cannot be written here', description: text, tone: 'bad' }),
    );
  return (
    <Button variant="ghost" size="small" icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
      {copied ? 'Copied' : label}
      <output className="visually-hidden">{copied ? 'Copied to the clipboard' : ''}</output>
    </Button>
  );
};

/** Rejects where pages may not write the clipboard. To be called from what the user does. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (refusal) {
    // That takes a permission, and Electron's host grants none; copying what is selected takes the user's click.
    if (!copySelected(text)) throw refusal;
  }
}

function copySelected(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}
