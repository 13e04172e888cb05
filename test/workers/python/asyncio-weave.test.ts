import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { evaluate, tracedPythons } from '../../support/hooked-python.ts';

const library = `
import traceback

class Owner:
    """One whose methods are woven."""

    @staticmethod
    def method(value, *, other=2):
        """Says so."""
        for each in (value, other):
            last = 1 / each
        names = [name for name in "ab"]
        return last, names


def raised():
    try:
        Owner.method(0)
    except ZeroDivisionError:
        return traceback.format_exc()
`;

const begin = `
import json, os
import library
from corelane_hook.weave import NotWoven, weave_all
seen = []
bare, before = library.raised(), library.Owner.__dict__["method"]

def attempt(*edits):
    try:
        weave_all([(library.Owner, "method", edits)], {"corelane_seen": seen})
    except NotWoven as error:
        return str(error)
`;

describe.for(tracedPythons.map((python) => [python.version, python] as const))(
  'statements woven into a function, in Python %s',
  ([, python]) => {
    const run = (program: string) =>
      evaluate(python, `sys.path.insert(0, ${JSON.stringify(ownLibrary())})${begin}${program}`);

    it('run where they should, and appear in no traceback', () => {
      const program = `
said = attempt(
    ("first", None, "corelane_seen.append('first')"),
    ("before", "last = 1 / each", "corelane_seen.append(each)"),
    ("after?", "gone()", "corelane_seen.append('never')"),
    ("around", None, "try:\\n    ...\\nfinally:\\n    corelane_seen.append('end')"),
)
result = library.Owner.method(1)
print(json.dumps([said, result, seen[:], library.raised() == bare, library.Owner.method.__qualname__]))
`;
      expect(run(program)).toEqual([null, [0.5, ['a', 'b']], ['first', 1, 2, 'end'], true, 'Owner.method']);
    });

    it('are left out, and the function as it is, when it is not the one that they were written for', () => {
      const program = `
said = attempt(("after", "gone()", "pass"))
print(json.dumps([said, library.Owner.__dict__["method"] is before]))
`;
      expect(run(program)).toEqual(["method has no line 'gone()'", true]);
    });

    it('are left out when the source is gone, or another', () => {
      const program = `
source = open(library.__file__).read()
os.remove(library.__file__)
gone = attempt()
with open(library.__file__, "w") as file:
    file.write(source.replace("last", "latest"))
print(json.dumps([gone, attempt(), library.Owner.__dict__["method"] is before]))
`;
      expect(run(program)).toEqual([
        expect.stringMatching(/library\.py cannot be read$/),
        'Owner.method differs from its source',
        true,
      ]);
    });
  },
);

/** A folder with the module `library`, removed when the test is over. */
function ownLibrary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'library.py'), library);
  return folder;
}
