import { pino, type Logger } from 'pino';

export type { Logger };

/** Fields that are never written, wherever they stand. */
const secretFields = ['password', 'token', 'secret', 'authorization', 'cookie', 'apiKey', 'account', 'iban', 'tin'];

/** JSON lines on stdout, with the process's name; secrets and bank details are masked. */
export function logger(name: string, level = 'info'): Logger {
  return pino({
    name,
    level,
    redact: {
      paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.headers.${field}`]),
      censor: '[masked]',
    },
  });
}
