import type { JsonObject } from '@sluice/domain';

/** Where a CRM is and how it knows us, as the programme has set it up; the secret in clear. */
export interface CrmAccess {
  url: string;
  secret: string;
}

/** A lead as a CRM is told of it: fields by the CRM's own names, and how the credit came about. */
export interface CrmLead {
  /** The referral's id. */
  id: string;
  fields: JsonObject;
  attribution: JsonObject;
}

/** What a CRM has said. `later`: nothing has happened · `unknown`: it may have; ask again under the same key only. */
export type CrmResult =
  | { outcome: 'taken'; reference?: string }
  | { outcome: 'refused'; code: string; message: string }
  | { outcome: 'later'; code: string; message: string; retryAfterMs?: number }
  | { outcome: 'unknown'; code: string; message: string };

/** A CRM that leads can be pushed to. It throws for nothing that a CRM or a network may do. */
export interface CrmConnector {
  kind: string;
  /** `key` is the same on every attempt of one push: the CRM takes it once. */
  push(
    access: CrmAccess,
    lead: CrmLead,
    options: { key: string; at: Date; timeoutMs?: number; allowLoopback?: boolean },
  ): Promise<CrmResult>;
}
