import type { PartnerId } from '@sluice/domain';
import type { Role } from '@sluice/contracts';
import type { Store } from '@sluice/store';
import type { Auth } from './auth/auth.js';

export interface NewUser {
  programme: string;
  email: string;
  /** At least 12 characters. */
  password: string;
  name: string;
  roles: Role[];
  /** A partner's id: the user sees that partner's things. */
  partner?: string;
  locale?: 'en' | 'de';
}

export interface CreatedUser {
  id: string;
  /** False where this e-mail had a user already, who was left as it is. */
  created: boolean;
}

/**
 * Makes a user who signs in by e-mail and password. Who they are is the sign-in library's, what they may do is the store's
 * (`users`, with its audit entry). Safe to repeat and to call many times at once: unique indexes decide, and what a crash left
 * half done is finished by the next call.
 */
export async function createUser(
  { auth, store }: { auth: Auth; store: Store },
  user: NewUser,
  actor: { id: string; name?: string } = { id: 'system' },
): Promise<CreatedUser> {
  const id = await ensureIdentity(auth, user);
  await ensurePassword(auth, id, user.password);
  const { inserted } = await store.users.insertOrRead(
    {
      id,
      programme: user.programme,
      email: user.email.trim().toLowerCase(),
      name: user.name,
      roles: user.roles,
      ...(user.partner === undefined ? {} : { partner: user.partner as PartnerId }),
      locale: user.locale ?? 'en',
      createdAt: new Date(),
    },
    { audit: { action: 'user.created', actor, subject: { kind: 'user', id }, detail: { roles: user.roles } } },
  );
  return { id, created: inserted };
}

async function ensureIdentity(auth: Auth, user: NewUser): Promise<string> {
  const { internalAdapter } = await auth.$context;
  const email = user.email.trim().toLowerCase();
  const known = await internalAdapter.findUserByEmail(email);
  if (known) return known.user.id;
  try {
    const made = await internalAdapter.createUser({ email, name: user.name, emailVerified: true }, { method: 'admin' });
    return made.id;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  const first = await internalAdapter.findUserByEmail(email);
  if (!first) throw new Error(`the user ${email} could not be read back`);
  return first.user.id;
}

/** Sets the first password; one that is there is never replaced here. */
async function ensurePassword(auth: Auth, id: string, password: string): Promise<void> {
  const context = await auth.$context;
  const accounts = await context.internalAdapter.findAccounts(id);
  if (accounts.some((account) => account.providerId === 'credential')) return;
  try {
    await context.internalAdapter.linkAccount({
      userId: id,
      providerId: 'credential',
      accountId: id,
      password: await context.password.hash(password),
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

/** MongoDB's duplicate key error, also where a library wrapped it. */
function isDuplicate(error: unknown): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    if ((one as { code?: unknown }).code === 11000 || one.message.includes('E11000')) return true;
  }
  return false;
}
