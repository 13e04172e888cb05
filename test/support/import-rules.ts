import { posix } from 'node:path';
import { parseAst } from 'vite';

/** Who may import whom: the list of rooms, as code. Paths are relative to the repository, with slashes. */

export interface Violation {
  readonly file: string;
  /** What it asks for, as written. */
  readonly specifier: string;
  readonly because: string;
}

interface Room {
  readonly path: string;
  /** Rooms it may import from, besides itself. */
  readonly rooms: readonly string[];
  /** Packages it may import; `any`: all but electron. */
  readonly packages: readonly string[] | 'any';
  readonly node: boolean;
}

/** The first whose path fits is the room of a file. */
const rooms: readonly Room[] = [
  { path: 'src/shared/', rooms: [], packages: [], node: false },
  { path: 'src/workers/', rooms: ['src/shared/'], packages: ['koffi', 'piscina'], node: true },
  { path: 'src/main/engine/', rooms: ['src/shared/'], packages: 'any', node: true },
  {
    path: 'src/main/engine-process.ts',
    rooms: ['src/main/engine/', 'src/shared/', 'package.json', 'examples'],
    packages: 'any',
    node: true,
  },
  {
    path: 'src/main/hosts/cli/',
    rooms: ['src/main/engine/', 'src/shared/', 'package.json', 'out/'],
    packages: 'any',
    node: true,
  },
  { path: 'src/main/hosts/supervision/', rooms: ['src/shared/'], packages: [], node: true },
  { path: 'src/main/hosts/page/', rooms: ['src/shared/'], packages: [], node: true },
  {
    path: 'src/main/hosts/browser/',
    rooms: ['src/main/hosts/supervision/', 'src/main/hosts/page/', 'src/shared/', 'package.json', 'out/'],
    packages: 'any',
    node: true,
  },
  {
    path: 'src/main/hosts/electron/',
    rooms: ['src/main/hosts/supervision/', 'src/main/hosts/page/', 'src/shared/', 'out/'],
    packages: ['electron'],
    node: true,
  },
  {
    path: 'src/main/index.ts',
    rooms: [
      'src/main/hosts/electron/',
      'src/main/hosts/supervision/',
      'src/main/hosts/page/',
      'src/shared/',
      'out/',
    ],
    packages: ['electron'],
    node: true,
  },
  { path: 'src/preload/', rooms: ['src/shared/'], packages: ['electron'], node: false },
  { path: 'src/renderer/', rooms: ['src/shared/'], packages: 'any', node: false },
];

/** Globals of Node and of browsers, which the pure room does without. */
const surroundings = new Set([
  'process',
  'Buffer',
  'require',
  '__dirname',
  'window',
  'document',
  'navigator',
]);

/** What one source file imports, or names of its surroundings, that its room does not allow. */
export function violationsOf(file: string, source: string): readonly Violation[] {
  const room = rooms.find(({ path }) => file.startsWith(path));
  if (room === undefined) return [{ file, specifier: '', because: 'it lies in no room of the design' }];
  const found = readReferences(source, file.endsWith('.tsx') ? 'tsx' : 'ts');
  const imports = found.specifiers.flatMap((specifier) => {
    const because = refusal(room, file, specifier);
    return because === null ? [] : [{ file, specifier, because }];
  });
  const globals = room.path === 'src/shared/' ? found.objects.filter((name) => surroundings.has(name)) : [];
  return [
    ...imports,
    ...globals.map((name) => ({ file, specifier: name, because: 'the shared room is pure' })),
  ];
}

/** Names that say nothing about what is inside. */
export const isEmptyName = (path: string): boolean =>
  path.split('/').some((part) => /^(utils?|helpers?|common|misc)(\.|$)/i.test(part));

function refusal(room: Room, file: string, specifier: string): string | null {
  if (specifier.startsWith('node:')) return room.node ? null : `${room.path} does without Node`;
  if (!specifier.startsWith('.')) {
    const [first = '', second = ''] = specifier.split('/');
    const name = first.startsWith('@') ? `${first}/${second}` : first;
    const allowed = room.packages === 'any' ? name !== 'electron' : room.packages.includes(name);
    return allowed ? null : `${room.path} does not import the package ${name}`;
  }
  const target = targetOf(file, specifier);
  if ([room.path, ...room.rooms].some((path) => target.startsWith(path))) return null;
  return `${room.path} does not import ${target}`;
}

/** Entries of threads and processes are named by where the build puts them. To start one (`out/`) is not to import it. */
function targetOf(file: string, specifier: string): string {
  if (/^\.\.\/(?:main\/[\w-]+\.js|preload\/[\w-]+\.cjs|renderer)$/.test(specifier))
    return specifier.replace('../', 'out/');
  if (/^\.\.\/workers\/[\w-]+\.js$/.test(specifier)) return specifier.replace('../', 'src/');
  return posix.join(posix.dirname(file), specifier);
}

interface References {
  readonly specifiers: readonly string[];
  /** Identifiers of which a property is read or which are called. */
  readonly objects: readonly string[];
}

function readReferences(source: string, lang: 'ts' | 'tsx'): References {
  const specifiers: string[] = [];
  const objects: string[] = [];
  visit(parseAst(source, { lang }), (node) => {
    const specifier = specifierOf(node);
    if (specifier !== null) specifiers.push(specifier);
    const used = node['type'] === 'MemberExpression' ? node['object'] : node['callee'];
    if (isNode(used) && used['type'] === 'Identifier') objects.push(String(used['name']));
  });
  return { specifiers, objects };
}

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function visit(value: unknown, see: (node: Node) => void): void {
  if (!isNode(value)) return;
  if (typeof value['type'] === 'string') see(value);
  for (const child of Object.values(value)) visit(child, see);
}

/** What a node asks for by name: any kind of import, `createRequire(…)('x')`, `new URL('./x', import.meta.url)`. */
function specifierOf(node: Node): string | null {
  switch (node['type']) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literalOf(node['source']);
    case 'CallExpression':
      return isCallOf(node['callee'], 'createRequire') ? literalOf(firstArgument(node)) : null;
    case 'NewExpression':
      return isNamed(node['callee'], 'URL') && JSON.stringify(node['arguments']).includes('"MetaProperty"')
        ? literalOf(firstArgument(node))
        : null;
    default:
      return null;
  }
}

const isNamed = (value: unknown, name: string): boolean => isNode(value) && value['name'] === name;
const isCallOf = (value: unknown, name: string): boolean =>
  isNode(value) && value['type'] === 'CallExpression' && isNamed(value['callee'], name);
const firstArgument = (node: Node): unknown =>
  Array.isArray(node['arguments']) ? node['arguments'][0] : undefined;
const literalOf = (value: unknown): string | null =>
  isNode(value) && typeof value['value'] === 'string' ? value['value'] : null;
