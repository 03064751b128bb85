export { createApi, type Api, type ApiDeps } from './app.js';
export { createAuth, ensureAuthIndexes, type Auth } from './auth/auth.js';
export { newApiKey } from './auth/api-key.js';
export type { ApiConfig, ApiSecrets, Context } from './context.js';
export { GateRefusal, temporalGate, type RunGate } from '@sluice/runtime/run-gate';
export { createUser, type CreatedUser, type NewUser } from './users.js';
