/** What a program printed, without the sequences that colour it or move a terminal's cursor. */
export const plainText = (text: string): string => text.replace(terminalSequence, '');

// Escape, then a control sequence (`[31m`), an operating-system command (`]0;title` and a bell or `ESC \`), or a single letter.
// oxlint-disable-next-line no-control-regex
const terminalSequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z\\-_])/g;
