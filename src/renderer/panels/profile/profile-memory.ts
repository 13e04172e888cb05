import { emptyProfile, type EnvironmentEdit, type ProfileDraft } from './profile-draft.ts';

const memory = 'corelane profile draft';

/** The form as it was left, for as long as the window lives; null: it was not filled in yet. */
export function recallProfile(): ProfileDraft | null {
  try {
    return readProfile(JSON.parse(sessionStorage.getItem(memory) ?? 'null'));
  } catch {
    // Storage that is switched off, or holds what an older version left.
    return null;
  }
}

export function rememberProfile(draft: ProfileDraft): void {
  try {
    sessionStorage.setItem(memory, JSON.stringify(draft));
  } catch {
    // Full or switched off: the choices then last until the screen is left.
  }
}

/** A draft from what JSON gave; what is missing or of another kind is as in the empty draft. Null: there is none. */
export function readProfile(stored: unknown): ProfileDraft | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const found: Readonly<Record<string, unknown>> = { ...stored };
  const text = (key: 'command' | 'cwd' | 'out'): string =>
    typeof found[key] === 'string' ? found[key] : emptyProfile[key];
  const { env, cores } = found;
  return {
    command: text('command'),
    cwd: text('cwd'),
    out: text('out'),
    env: Array.isArray(env) ? env.flatMap(readEdit) : emptyProfile.env,
    trace: found['trace'] !== false,
    cpuProfile: found['cpuProfile'] === true,
    cores: Array.isArray(cores)
      ? cores.filter((core): core is number => Number.isInteger(core) && core >= 0)
      : emptyProfile.cores,
  };
}

function readEdit(stored: unknown): readonly EnvironmentEdit[] {
  if (typeof stored !== 'object' || stored === null) return [];
  const { name, value, removed }: Readonly<Record<string, unknown>> = { ...stored };
  return typeof name === 'string' && typeof value === 'string'
    ? [{ name, value, removed: removed === true }]
    : [];
}
