import { basename } from 'node:path';

const script = /\.(?:py|[cm]?[jt]s|sh|rb|pl)$/;

/** What a profile's session is called by: the script that the command names first, else its program. */
export function profileName(argv: readonly string[]): string {
  const [program = ''] = argv;
  const named = argv.slice(0, 4).find((word) => !word.startsWith('-') && script.test(word));
  return basename(named ?? program);
}
