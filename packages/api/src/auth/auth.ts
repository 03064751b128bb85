import { APIError, createAuthMiddleware } from 'better-auth/api';
import { betterAuth } from 'better-auth';
import { mongodbAdapter } from 'better-auth/adapters/mongodb';
import type { Db } from 'mongodb';
import { attempts } from './attempts.js';

export interface AuthOptions {
  db: Db;
  /** Signs session cookies; from the secrets file. */
  secret: string;
  /** Where people open the console, e.g. `http://localhost:3000`. */
  baseUrl: string;
  now?: () => number;
}

/**
 * Sessions by e-mail and password. Nobody signs up by themselves: users are made by an admin or the seed. It knows only who
 * somebody is; roles, programme and partner are the store's, where no sign-in request can reach them. No transactions: the
 * embedded server has none.
 */
export function createAuth(options: AuthOptions) {
  const failures = attempts({ limit: 10, windowMs: 15 * 60_000, now: options.now ?? Date.now });
  return betterAuth({
    appName: 'Sluice',
    baseURL: options.baseUrl,
    basePath: '/api/auth',
    secret: options.secret,
    database: mongodbAdapter(options.db, { transaction: false }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: { expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600, cookieCache: { enabled: false } },
    trustedOrigins: (request) =>
      request ? [options.baseUrl, ...loopback(request, options.baseUrl)] : [options.baseUrl],
    // Counted by our own limiter per address; here per account, which an attacker with many addresses cannot dodge.
    rateLimit: { enabled: false },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        if (context.path !== '/sign-in/email') return;
        if (failures.full(accountOf(context.body))) {
          throw new APIError('TOO_MANY_REQUESTS', {
            code: 'TOO_MANY_REQUESTS',
            message: 'Too many failed sign-ins; wait a little.',
          });
        }
      }),
      after: createAuthMiddleware(async (context) => {
        if (context.path !== '/sign-in/email') return;
        if (context.context.newSession) failures.clear(accountOf(context.body));
        else failures.add(accountOf(context.body));
      }),
    },
    advanced: {
      cookiePrefix: 'sluice',
      useSecureCookies: options.baseUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    telemetry: { enabled: false },
    logger: { level: 'error' },
  });
}

export type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth's adapter makes no unique indexes (10 parallel sign-ups made 10 users), so they are made here; safe to repeat.
 */
export async function ensureAuthIndexes(db: Db): Promise<void> {
  await Promise.all([
    db.collection('user').createIndex({ email: 1 }, { unique: true }),
    db.collection('session').createIndex({ token: 1 }, { unique: true }),
    db.collection('session').createIndex({ userId: 1 }),
    db.collection('account').createIndex({ providerId: 1, accountId: 1 }, { unique: true }),
    db.collection('account').createIndex({ userId: 1 }),
    db.collection('verification').createIndex({ identifier: 1 }),
  ]);
}

function accountOf(body: unknown): string {
  const email = (body as { email?: unknown } | undefined)?.email;
  return typeof email === 'string' ? email.trim().toLowerCase() : '';
}

/** On one's own machine `localhost`, `127.0.0.1` and `[::1]` of the same port are one place. */
function loopback(request: Request, baseUrl: string): string[] {
  const names = ['localhost', '127.0.0.1', '[::1]'];
  const base = new URL(baseUrl);
  if (!names.includes(base.hostname)) return [];
  const host = request.headers.get('host') ?? '';
  return names.map((name) => `http://${name}${/:\d+$/.exec(host)?.[0] ?? ''}`);
}
