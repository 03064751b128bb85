import type { CrmConnector } from './crm.js';
import { webhookCrm } from './webhook/outbound.js';

/** Every CRM there is, by the kind that a programme's setting names. */
export const crmConnectors: ReadonlyMap<string, CrmConnector> = new Map(
  [webhookCrm].map((connector) => [connector.kind, connector]),
);
