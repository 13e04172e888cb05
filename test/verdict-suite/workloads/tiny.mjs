/** Very many tasks that take less than a microsecond: handing one over costs more than running it. */
export const meta = { name: 'tiny', tasks: 1500 };

export default function task(number) {
  return number * number;
}
