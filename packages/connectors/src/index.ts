export * from './inbound.js';
export * from './rails/index.js';
export { sandboxRail } from './sandbox-rail/inbound.js';
export { signStandardWebhook, verifyStandardWebhook } from './standard-webhook.js';
export { stripe, stripeMappers } from './stripe/inbound.js';
export * from './mail/index.js';
export { guardUrl, isPublicAddress } from './url-guard.js';
export type { GuardedUrl, UrlGuardOptions, UrlRefusal } from './url-guard.js';
export { resolveAll } from './outbound/dns.js';
