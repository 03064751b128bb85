/** Who signs in to the demo; passwords are made at the first start and written to `demo-credentials.json`. */
export interface DemoUser {
  role: 'admin' | 'ops' | 'manager' | 'finance' | 'partner';
  name: string;
  email: string;
  /** Slug of the demo partner that this account belongs to. */
  partner?: string;
}

export const demoUsers: DemoUser[] = [
  { role: 'admin', name: 'Jonas Albrecht', email: 'admin@halden.example' },
  { role: 'ops', name: 'Ines Okafor', email: 'ops@halden.example' },
  { role: 'manager', name: 'Mara Lindqvist', email: 'manager@halden.example' },
  { role: 'finance', name: 'Priya Nair', email: 'finance@halden.example' },
  { role: 'finance', name: 'Tomas Reiter', email: 'finance2@halden.example' },
  { role: 'partner', name: 'Nora Winter', email: 'nora@norawinter.example', partner: 'nora-winter' },
  { role: 'partner', name: 'Kees Kestrel', email: 'pay@kestrel-reviews.example', partner: 'kestrel-reviews' },
];
