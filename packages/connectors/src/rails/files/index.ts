import { csvList } from '../csv/list.js';
import { nacha } from '../nacha/file.js';
import { payoneer } from '../payoneer/file.js';
import { pain001 } from '../sepa/pain001.js';
import type { FileFormat } from './format.js';

export type { FileFormat, FileInput, FilePayment, FileRefusal, WrittenFile } from './format.js';

/** Every file that can be made of payouts, by its name in the API. */
export const fileFormats = { csv: csvList, pain001, nacha, payoneer } as const satisfies Record<string, FileFormat>;
