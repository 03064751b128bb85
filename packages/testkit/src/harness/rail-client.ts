import type { z } from 'zod';
import type { RailRecord } from '@sluice/store';
import type { faultInput } from '../sandbox-rail/faults.js';

export type RailFault = z.input<typeof faultInput>;

/** The sandbox rail from outside: its record, its faults, and settling by hand. */
export class RailClient {
  constructor(readonly url: string) {}

  /** Every payment as the rail itself has it, oldest first. */
  async payments(): Promise<(RailRecord & { payout: string })[]> {
    const { data } = await this.json<{ data: (RailRecord & { payout: string })[] }>('GET', '/payouts');
    return data;
  }

  async fault(...faults: RailFault[]): Promise<void> {
    await this.json('POST', '/faults', faults);
  }

  async settle(key: string, how: 'pay' | 'fail' | 'return'): Promise<void> {
    await this.json('POST', `/payouts/${encodeURIComponent(key)}/${how}`);
  }

  private async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} of the rail: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
