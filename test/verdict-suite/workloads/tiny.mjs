/** Thousands of tasks that take less than a microsecond: handing one over costs more than running it. */
export const meta = { name: 'tiny', tasks: 4000 };

export default function task(number) {
  return number * number;
}
