import type { KeyboardEvent, RefObject } from 'react';
import type { FlowDocument } from '@sluice/flows';
import type { Place } from '../../../parts/flow/layout.js';
import { kindOfKey } from '../palette/kinds.js';
import { mainPort } from './ports.js';
import { stepTowards, type Direction } from './walk.js';

interface Keys {
  readonly document: FlowDocument;
  readonly places: ReadonlyMap<string, Place>;
  readonly selection: readonly string[];
  readonly readOnly: boolean;
  select(ids: readonly string[]): void;
  focus(id: string): void;
  insert(from: string, port: string, type: string): void;
  offer(from: string, port: string, near: Element): void;
  open(): void;
  remove(): void;
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowRight: 'right',
  ArrowDown: 'down',
  ArrowLeft: 'left',
};

/**
 * Keys on a card or on a `+`: arrows follow edges, Tab goes along the ways out, a letter inserts, Enter opens. The cards are
 * one stop of the page's Tab order.
 */
export function useCanvasKeys(frame: RefObject<HTMLElement | null>, keys: Keys): (event: KeyboardEvent) => void {
  return (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (!target || target.tagName === 'TEXTAREA' || target.tagName === 'INPUT') return;
    const id = target.dataset.step;
    const plus = target.dataset.plus;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (event.key === 'Tab') {
      const next = along(frame.current, target, event.shiftKey ? -1 : 1);
      if (!next) return;
      next.focus();
      return done();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = id ?? plus?.slice(0, plus.lastIndexOf('|'));
    if (from === undefined) return;
    const direction = arrows[event.key];
    if (direction) {
      const leads =
        plus === undefined ? undefined : keys.document.edges.find((edge) => `${edge.from}|${edge.port}` === plus)?.to;
      const back = direction === 'up' || direction === 'left';
      const there =
        plus === undefined ? stepTowards(keys.document, keys.places, from, direction) : back ? from : (leads ?? from);
      if (there !== undefined) {
        keys.select(event.shiftKey ? [...new Set([...keys.selection, there])] : [there]);
        keys.focus(there);
      }
      return done();
    }
    if (event.key === 'Enter' && id !== undefined && !id.startsWith('note:')) {
      keys.select([id]);
      keys.open();
      return done();
    }
    if (event.key === ' ' && id !== undefined) {
      const { selection } = keys;
      keys.select(selection.includes(id) ? selection.filter((each) => each !== id) : [...selection, id]);
      return done();
    }
    if (keys.readOnly) return;
    if ((event.key === 'Delete' || event.key === 'Backspace') && (id !== undefined || keys.selection.length > 0)) {
      keys.remove();
      return done();
    }
    const kind = event.key.length === 1 && !event.shiftKey ? kindOfKey(event.key) : undefined;
    const port =
      plus !== undefined
        ? plus.slice(plus.lastIndexOf('|') + 1)
        : mainPort(keys.document.nodes.find((node) => node.id === from));
    if (kind && port !== undefined && !from.startsWith('note:')) {
      keys.insert(from, port, kind.type);
      return done();
    }
  };
}

/** From a card through its ways out, and back; none at either end, so that Tab leaves the canvas. */
function along(frame: HTMLElement | null, target: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const id = target.dataset.step ?? target.dataset.plus?.slice(0, target.dataset.plus.lastIndexOf('|'));
  if (!frame || id === undefined) return undefined;
  const card = frame.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`);
  const outs = [...frame.querySelectorAll<HTMLElement>(`[data-plus^="${CSS.escape(id)}|"]`)];
  const stops = [...(card ? [card] : []), ...outs];
  return stops[stops.indexOf(target) + step];
}
