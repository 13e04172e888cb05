const memory = 'corelane.character-keys';

/** Whether shortcuts made of letters alone are heard; kept by the window, since it is about its keyboard. */
export function readCharacterKeys(): boolean {
  try {
    return localStorage.getItem(memory) !== 'off';
  } catch {
    return true;
  }
}

export function keepCharacterKeys(use: boolean): void {
  try {
    localStorage.setItem(memory, use ? 'on' : 'off');
  } catch {
    // Storage may be closed to this page; the choice lasts as long as the window then.
  }
}
