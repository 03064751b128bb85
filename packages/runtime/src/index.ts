export { payloadCodec } from './codec.js';
export { loadConfig, type Config } from './config.js';
export { decryptField, encryptField, keyedHash, keyId } from './crypto.js';
export { failpoint, hits } from './failpoint.js';
export { logger, type Logger } from './logger.js';
export * from './names.js';
export { loadSecrets, type Secrets } from './secrets.js';
export { connectTemporal, dataConverter } from './temporal.js';
