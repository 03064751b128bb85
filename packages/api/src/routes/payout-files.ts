import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { BatchId } from '@sluice/domain';
import { fileFormats, type FileFormat } from '@sluice/connectors/rails/files/index';
import { payoutFileFormat } from '@sluice/contracts';
import type { PayoutFile } from '@sluice/store';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { makeFile } from '../payout-files/make.js';
import { fileDetail, fileRows } from '../payout-files/present.js';

type FileRoutes =
  | 'listBatchFiles'
  | 'makePayoutFile'
  | 'downloadBatchFile'
  | 'listPayoutFiles'
  | 'getPayoutFile'
  | 'downloadPayoutFile';

/** Files for banks: made once, never changed, downloaded as they were made. */
export function payoutFileRoutes(context: Context): Pick<Handlers, FileRoutes> {
  const { store } = context;
  const batchOf = async (caller: Caller, id: string) => {
    const batch = await store.batches.get(caller.programme, id as BatchId);
    if (!batch) throw new Refusal('not_found');
    return batch;
  };
  return {
    async listBatchFiles({ caller, params }) {
      const batch = await batchOf(caller, params.id);
      const files = (await store.payoutFiles.ofBatch(caller.programme, batch.id)).reverse();
      return { data: await fileRows(context, files), nextCursor: null };
    },

    async makePayoutFile({ caller, params, body, requestKey }) {
      const batch = await batchOf(caller, params.id);
      const format: FileFormat = fileFormats[params.format];
      return fileDetail(context, await makeFile(context, { caller, batch, format, body, requestKey }));
    },

    async listPayoutFiles({ caller, query }) {
      const { data, nextCursor } = await store.payoutFiles.list(caller.programme, {
        ...(query.limit !== undefined && { limit: query.limit }),
        ...(query.cursor !== undefined && { cursor: query.cursor }),
        ...(query.format !== undefined && { format: query.format }),
      });
      return { data: await fileRows(context, data), nextCursor };
    },

    async getPayoutFile({ caller, params }) {
      const file = await store.payoutFiles.get(caller.programme, params.id as PayoutFile['id']);
      if (!file) throw new Refusal('not_found');
      return fileDetail(context, file);
    },

    async downloadPayoutFile(request, response, caller) {
      if (!caller) throw new Refusal('unauthenticated');
      const file = await store.payoutFiles.get(caller.programme, String(request.params['id']) as PayoutFile['id']);
      if (!file) throw new Refusal('not_found');
      await give(context, file, response);
    },

    async downloadBatchFile(request, response, caller) {
      if (!caller) throw new Refusal('unauthenticated');
      const format = payoutFileFormat.safeParse(request.params['format']);
      if (!format.success) throw new Refusal('not_found');
      const batch = await batchOf(caller, String(request.params['id']));
      const files = await store.payoutFiles.ofBatch(caller.programme, batch.id);
      const file = files.filter((one) => one.format === format.data).at(-1);
      if (!file) throw new Refusal('not_found', { detail: 'No such file was made of this batch.' });
      await give(context, file, response);
    },
  };
}

/** The bytes as they were made; what does not have the hash it is kept under is not given out. */
async function give(context: Context, file: PayoutFile, response: Response): Promise<void> {
  const sealed = await context.store.payoutFiles.content(file.programme, file.sha256);
  const bytes = Buffer.from(sealed.map((part) => context.secrets.openAccount(part)).join(''), 'utf8');
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) {
    throw new Error(`The bytes of ${file.id} are not those that were made.`);
  }
  const format: FileFormat | undefined = payoutFileFormat.options.includes(file.format as never)
    ? fileFormats[payoutFileFormat.parse(file.format)]
    : undefined;
  response.set({
    'Content-Type': format?.mime ?? 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${file.name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"`,
    'Cache-Control': 'no-store',
    ETag: `"${file.sha256}"`,
  });
  response.send(bytes);
}
