import { themes, type Theme } from '../../shared/workplace.ts';

/** What is painted: the setting, or with `system` what the operating system prefers. */
export const shownTheme = (theme: Theme, prefersDark: boolean): 'light' | 'dark' =>
  theme === 'system' ? (prefersDark ? 'dark' : 'light') : theme;

export const prefersDark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

export function paintTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = shownTheme(theme, prefersDark().matches);
}

const memory = 'corelane.theme';

/** The theme of the last time, for the moment until the settings are known. */
export function rememberedTheme(): Theme {
  try {
    const remembered = localStorage.getItem(memory);
    return themes.find((theme) => theme === remembered) ?? 'system';
  } catch {
    return 'system'; // Storage may be closed to this page; the theme is only a moment late then.
  }
}

export function rememberTheme(theme: Theme): void {
  try {
    localStorage.setItem(memory, theme);
  } catch {
    // As above.
  }
}
