import type { ApprovalId } from '@sluice/domain';
import { failpoint } from '@sluice/runtime/failpoint';
import { openStore } from '../src/index.js';
import { publishFlows, publishRules, settlePublication } from '../src/operations/index.js';

/** Approves a request to publish a rule or a flow and does what follows, in a process of its own that a failpoint may end. */
const [uri = '', database = '', programme = '', id = ''] = process.argv.slice(2);
const store = await openStore({ uri, database, failpoint });
const approval = await store.approvals.need(programme, id as ApprovalId);
await store.approvals.decide(programme, approval.id, {
  id: 'decision',
  by: 'usr_mara',
  name: 'Mara',
  roles: ['manager'],
  at: new Date(),
  outcome: 'approve',
  subjectHash: approval.subjectHash,
});
const request = await store.publications.rule.of(programme, approval);
if (request) await settlePublication(store, publishRules, request, new Date());
const flow = await store.publications.flow.of(programme, approval);
if (flow) await settlePublication(store, publishFlows, flow, new Date());
await store.close();
