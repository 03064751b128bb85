import type { StreamEvent } from '@sluice/contracts/stream';
import { useEffect, useRef, useState } from 'react';
import { renew } from './data.js';

/** What has to be read again when something of a kind changed. */
const touched: Record<StreamEvent['kind'], string[]> = {
  event: ['/v1/events', '/v1/metrics'],
  run: ['/v1/runs', '/v1/flows', '/v1/metrics'],
  approval: ['/v1/approvals', '/v1/metrics'],
  commission: ['/v1/commissions', '/v1/partners', '/v1/metrics', '/v1/me/'],
  batch: ['/v1/payout-batches', '/v1/approvals', '/v1/metrics'],
  payout: ['/v1/payout-batches', '/v1/partners', '/v1/me/'],
  statement: ['/v1/statements', '/v1/partners', '/v1/me/'],
  message: ['/v1/messages'],
  task: ['/v1/tasks', '/v1/metrics'],
  partner: ['/v1/partners'],
  rule: ['/v1/rules', '/v1/facts-schemas'],
  backtest: ['/v1/backtests'],
  audit: ['/v1/audit'],
};

export const streamKinds = Object.keys(touched) as StreamEvent['kind'][];

/**
 * Live updates (`GET /v1/stream`): whatever changed is read again, at most once a second; the browser reconnects by itself
 * and names the last event it saw.
 */
export function useLive(onEvent?: (event: StreamEvent) => void, enabled = true): { connected: boolean } {
  const [connected, setConnected] = useState(false);
  const listener = useRef(onEvent);
  useEffect(() => {
    listener.current = onEvent;
  });
  useEffect(() => {
    if (!enabled) return;
    const source = new EventSource('/v1/stream', { withCredentials: true });
    const due = new Set<string>();
    let timer: number | undefined;
    const flush = () => {
      timer = undefined;
      void renew(...due);
      due.clear();
    };
    const take = (message: MessageEvent<string>) => {
      const event = parse(message.data);
      if (!event) return;
      for (const prefix of touched[event.kind] ?? []) due.add(prefix);
      timer ??= window.setTimeout(flush, 1000);
      listener.current?.(event);
    };
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    source.onmessage = take;
    for (const kind of streamKinds) source.addEventListener(kind, take);
    return () => {
      source.close();
      window.clearTimeout(timer);
    };
  }, [enabled]);
  return { connected };
}

function parse(text: string): StreamEvent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value
      ? (value as StreamEvent)
      : undefined;
  } catch {
    return undefined;
  }
}
