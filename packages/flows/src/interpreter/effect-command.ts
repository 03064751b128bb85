import type { Command, EffectInput } from '../command.js';
import type { PinnedFlow } from '../pinned.js';
import type { Position } from '../run.js';
import { toRecord } from './record.js';
import type { Turn } from './turn.js';

/** The effect that the position is at, or a side effect (a reminder) beside its wait. */
export function effectCommand(turn: Turn, side?: { stage: string; key: string }): Command {
  const { pinned } = turn;
  const position = turn.position!;
  const node = pinned.nodes[position.node]!;
  const core = turn.cores[node.type]!;
  return {
    type: 'effect',
    key: side?.key ?? position.key,
    node: position.node,
    nodeType: node.type,
    queue: core.effect?.queue ?? 'flows',
    side: side !== undefined,
    input: effectInput(turn, position, side),
  };
}

function effectInput(turn: Turn, position: Position, side?: { stage: string; key: string }): EffectInput {
  const { state, pinned } = turn;
  const node = pinned.nodes[position.node]!;
  const config = turn.config(position);
  const uses = turn.cores[node.type]!.uses?.(config) ?? {};
  const { vars: _, ...record } = toRecord(pinned, state, Math.min(state.flushed, state.steps - 1));
  return {
    context: {
      key: side?.key ?? position.key,
      run: state.run,
      programme: state.programme,
      flow: state.flow,
      node: (position.origin ?? position).node,
      type: node.type,
      visit: (position.origin ?? position).visit,
      generation: position.generation,
      item: position.item,
      stage: side?.stage ?? position.stage,
      ...(position.ended && !side && { ended: position.ended }),
      config,
      ...(position.input && !side && { input: position.input }),
      vars: state.vars,
      subject: state.subject,
      makers: state.makers,
      rules: Object.fromEntries(
        [...(uses.rules ?? []), ...(uses.inline ?? [])].flatMap((key) => {
          const rule = pinned.rules[key];
          return rule ? [[key, { key: rule.key, version: rule.version, hash: rule.hash }]] : [];
        }),
      ),
      ...(uses.flows && { flows: lockedFlows(pinned, uses.flows) }),
      templates: Object.fromEntries(
        (uses.templates ?? []).flatMap((key) => {
          const template = pinned.templates[key];
          return template ? [[key, template]] : [];
        }),
      ),
    },
    record,
  };
}

function lockedFlows(pinned: PinnedFlow, keys: readonly string[]): NonNullable<EffectInput['context']['flows']> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const flow = pinned.flows?.[key];
      return flow ? [[key, { key: flow.key, version: flow.version, hash: flow.hash }]] : [];
    }),
  );
}
