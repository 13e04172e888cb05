/** Where a call stands (`/home/me/app/main.py:13`), from the folder that the script ran in. */
export function shortSite(site: string, cwd: string): string {
  const isWithin = site.startsWith(cwd) && /^[/\\]/.test(site.slice(cwd.length));
  return isWithin ? site.slice(cwd.length + 1) : site;
}
