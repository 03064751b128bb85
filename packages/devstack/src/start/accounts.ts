import { existsSync, readFileSync } from 'node:fs';

interface Credentials {
  readonly users?: readonly { readonly role: string; readonly email: string; readonly password: string }[];
}

/** The demo accounts as lines to print; none where the file is missing. */
export function accountLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const { users = [] } = JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  const width = (pick: (user: (typeof users)[number]) => string): number =>
    Math.max(0, ...users.map((u) => pick(u).length));
  const roles = width((user) => user.role);
  const mails = width((user) => user.email);
  return users.map(({ role, email, password }) => `  ${role.padEnd(roles)}  ${email.padEnd(mails)}  ${password}`);
}
