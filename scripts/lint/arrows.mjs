import { builtinModules } from 'node:module';
import { posix, relative, sep } from 'node:path';
import { ROOMS, roomOf } from './rooms.mjs';

/** ESLint rule: refuses an import that goes against the arrows of the layout (see rooms.mjs). */
export const arrows = {
  meta: {
    type: 'problem',
    docs: { description: 'holds the arrows between the rooms of the repository' },
    schema: [],
    messages: {
      room: '{{from}} must not import {{to}} ({{specifier}}); see the arrows in CONTRIBUTING.md.',
      builtin: '{{from}} must not use the Node built-in {{specifier}}; pass the effect in.',
      library: '{{from}} must not use the library {{specifier}}; see scripts/lint/rooms.mjs.',
    },
  },
  create(context) {
    const path = relative(context.cwd, context.filename).split(sep).join('/');
    const from = roomOf(path);
    const room = from === undefined ? undefined : ROOMS[from];
    if (!room) return {};

    const check = (source, typeOnly) => {
      if (typeof source?.value !== 'string') return;
      const problem = problemOf({ path, from, room, specifier: source.value, typeOnly });
      if (problem) context.report({ node: source, ...problem });
    };
    return {
      ImportDeclaration: (node) => check(node.source, isTypeOnly(node, 'importKind')),
      ExportNamedDeclaration: (node) => check(node.source, isTypeOnly(node, 'exportKind')),
      ExportAllDeclaration: (node) => check(node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node.source, false),
      TSImportType: (node) => check(node.source, true),
    };
  },
};

function isTypeOnly(node, kind) {
  if (node[kind] === 'type') return true;
  return node.specifiers.length > 0 && node.specifiers.every((specifier) => specifier[kind] === 'type');
}

function problemOf({ path, from, room, specifier, typeOnly }) {
  const target = targetOf(path, specifier);
  if (target.kind === 'room') {
    const allowed = [...room.rooms, ...(typeOnly ? (room.types ?? []) : [])];
    const isFine =
      target.room === undefined || target.room === from || allowed.some((each) => covers(each, target.room));
    if (isFine) return undefined;
    return { messageId: 'room', data: { from, to: target.room, specifier } };
  }
  if (target.kind === 'builtin') {
    if (!room.builtins || room.builtins.includes(target.name)) return undefined;
    return { messageId: 'builtin', data: { from, specifier } };
  }
  if (typeOnly && !room.libraries) return undefined;
  if (room.libraries && !room.libraries.includes(target.name)) {
    return { messageId: 'library', data: { from, specifier } };
  }
  return room.notLibraries?.includes(target.name) ? { messageId: 'library', data: { from, specifier } } : undefined;
}

/** A package without entries of its own in the list stands for all of them. */
function covers(allowed, room) {
  return allowed === '*' || allowed === room || room.startsWith(`${allowed}/`);
}

/** What a specifier leads to: a room of ours, a Node built-in, or an npm package. */
function targetOf(path, specifier) {
  if (specifier.startsWith('.')) return { kind: 'room', room: roomOf(posix.join(posix.dirname(path), specifier)) };
  const own = /^@sluice\/([^/]+)(?:\/(.*))?$/.exec(specifier);
  if (own) {
    const [, name, inside] = own;
    const folder = name === 'workflows' ? 'workflows' : `packages/${name}`;
    return { kind: 'room', room: roomOf(`${folder}/src${inside ? `/${inside}` : ''}`) };
  }
  const bare = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || builtinModules.includes(bare))
    return { kind: 'builtin', name: bare.split('/')[0] };
  return {
    kind: 'library',
    name: bare
      .split('/')
      .slice(0, bare.startsWith('@') ? 2 : 1)
      .join('/'),
  };
}
