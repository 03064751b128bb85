import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { payloadCodec } from './codec.js';
import type { Config } from './config.js';
import type { Secrets } from './secrets.js';

/** How every process of an installation reads and writes payloads. */
export function dataConverter(secrets: Pick<Secrets, 'payloadKey'>): DataConverter {
  return { payloadCodecs: [payloadCodec(secrets.payloadKey)] };
}

/** A Temporal client that speaks the installation's codec; `close` ends its connection. */
export async function connectTemporal(
  config: Pick<Config, 'temporalAddress' | 'temporalNamespace'>,
  secrets: Pick<Secrets, 'payloadKey'>,
): Promise<{ client: Client; close(): Promise<void> }> {
  const connection = await Connection.connect({ address: config.temporalAddress, connectTimeout: '15s' });
  const client = new Client({
    connection,
    namespace: config.temporalNamespace,
    dataConverter: dataConverter(secrets),
  });
  return { client, close: () => connection.close() };
}
