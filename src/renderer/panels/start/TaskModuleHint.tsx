import { useState } from 'react';
import type { Language } from '../../../shared/executors.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { taskTemplates } from './task-templates.ts';
import styles from './TaskModuleHint.module.css';

const languages = (['node', 'python'] as const).map((value) => ({
  value,
  label: taskTemplates[value].label,
}));

/** What a task file is, to be copied and filled in. */
export const TaskModuleHint = () => {
  const [language, setLanguage] = useState<Language>('node');
  const { rule, text } = taskTemplates[language];
  return (
    <section aria-labelledby="task-module">
      <div className={styles['head']}>
        <h2 id="task-module">A task of your own</h2>
        <Segmented label="Language of the task" value={language} options={languages} onChange={setLanguage} />
        <CopyButton text={text} label="Copy" />
      </div>
      <p className={styles['text']}>{rule}</p>
      <pre className={styles['code']}>{text.trimEnd()}</pre>
    </section>
  );
};
