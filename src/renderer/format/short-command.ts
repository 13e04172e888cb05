/** A command line without the folder of its program: what comes behind it tells processes apart, and lines are short. */
export const shortCommand = (command: string): string => command.replace(/^\S*[/\\](?=[^\s/\\])/, '');
