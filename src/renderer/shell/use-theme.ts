import { useEffect } from 'react';
import { useSurroundings } from '../connection/use-surroundings.ts';
import { paintTheme, prefersDark, rememberTheme } from './theme.ts';

/** Keeps the window in the theme of the settings, and with `system` in that of the operating system. */
export function useTheme(): void {
  const { theme } = useSurroundings().settings;
  useEffect(() => {
    rememberTheme(theme);
    paintTheme(theme);
    const preference = prefersDark();
    const repaint = () => paintTheme(theme);
    preference.addEventListener('change', repaint);
    return () => preference.removeEventListener('change', repaint);
  }, [theme]);
}
