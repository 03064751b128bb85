import { z } from 'zod';
import {
  approvalDetail,
  approvalKind,
  approvalRow,
  approvalStatus,
  decisionRequest,
  decisionResult,
} from './approval.js';
import { auditEntry } from './audit.js';
import { batchCreate, batchDetail, batchRow, batchStarted, batchState, payout, payoutState } from './batch.js';
import { commissionDetail, commissionRow, commissionState, explanation } from './commission.js';
import { instant } from './common.js';
import { eventRow, eventsRequest, eventsResponse, webhookReceipt } from './event.js';
import { flowDetail, flowRow } from './flow.js';
import { accountsResponse, journal, trialBalance } from './ledger.js';
import { list, listQuery } from './list.js';
import { apiKeyCreate, apiKeyCreated, apiKeyRow, me, myBalance, userCreate, userRow } from './me.js';
import { messageDetail, messageRow, messageState } from './message.js';
import { homeMetrics } from './metrics.js';
import {
  partnerBalance,
  partnerCoupon,
  partnerCreate,
  partnerDetail,
  partnerLink,
  partnerRow,
  partnerStatus,
  partnerUpdate,
  timelineEntry,
} from './partner.js';
import type { Action } from './permissions.js';
import { programme } from './programme.js';
import { order } from './order.js';
import { referralDetail, referralRow } from './referral.js';
import { evaluateRequest, evaluateResponse, ruleDetail, ruleRow } from './rule.js';
import { runCancel, runCommandResult, runDetail, runRetry, runRow, runSkip, runStatus } from './run.js';
import { statementDetail, statementRow } from './statement.js';
import { streamEvent } from './stream.js';
import { taskComplete, taskRow } from './task.js';

/** One route: Express, the OpenAPI document, the permission tests and the browser's client are all made from it. */
export interface Route {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** With `{name}` for parameters, as OpenAPI writes them. */
  path: string;
  /** The row of the permission table; `public` routes prove the caller otherwise (a signature) or need no caller. */
  action: Action | 'public';
  tag: string;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  status: 200 | 201 | 202 | 204 | 302;
  response?: z.ZodType;
  /** `stream` answers with server-sent events, `raw` takes the body as bytes. */
  special?: 'stream' | 'raw';
  /** Takes an `Idempotency-Key`: the first answer is stored and told again. */
  idempotent?: boolean;
}

const route = <const R extends Route>(one: R): R => one;
const withId = z.object({ id: z.string().min(1).max(200) });
const withKey = z.object({ key: z.string().min(1).max(100) });
const text = z.string().max(200).optional();
const period = { from: instant.optional(), to: instant.optional() };

export const routes = {
  // in
  postEvents: route({
    method: 'post',
    path: '/v1/events',
    action: 'event.write',
    tag: 'events',
    summary: 'Send one event or up to 500',
    body: eventsRequest,
    status: 202,
    response: eventsResponse,
    idempotent: true,
  }),
  listEvents: route({
    method: 'get',
    path: '/v1/events',
    action: 'event.read',
    tag: 'events',
    summary: 'Events as they came in, newest first',
    query: listQuery.extend({
      type: text,
      source: text,
      dispatch: z.enum(['due', 'done', 'ignored', 'failed']).optional(),
    }),
    status: 200,
    response: list(eventRow),
  }),
  postWebhook: route({
    method: 'post',
    path: '/v1/webhooks/{source}',
    action: 'public',
    tag: 'events',
    summary: 'Provider webhooks; the signature is checked on the raw body',
    params: z.object({ source: z.string().max(64) }),
    status: 202,
    response: webhookReceipt,
    special: 'raw',
  }),
  followLink: route({
    method: 'get',
    path: '/t/{code}',
    action: 'public',
    tag: 'tracking',
    summary: 'Tracking redirect: records the click and passes its id on',
    params: z.object({ code: z.string().max(100) }),
    query: z.object({ to: z.string().max(2000).optional() }),
    status: 302,
  }),

  // who
  getMe: route({
    method: 'get',
    path: '/v1/me',
    action: 'me.read',
    tag: 'me',
    summary: 'Who is asking and what they may do',
    status: 200,
    response: me,
  }),
  getMyBalance: route({
    method: 'get',
    path: '/v1/me/balance',
    action: 'own.read',
    tag: 'me',
    summary: 'What I am owed and was paid',
    status: 200,
    response: myBalance,
  }),
  listMyCommissions: route({
    method: 'get',
    path: '/v1/me/commissions',
    action: 'own.read',
    tag: 'me',
    summary: 'My commissions, newest first',
    query: listQuery.extend({ state: commissionState.optional() }),
    status: 200,
    response: list(commissionRow),
  }),
  listMyStatements: route({
    method: 'get',
    path: '/v1/me/statements',
    action: 'own.read',
    tag: 'me',
    summary: 'My statements, newest first',
    query: listQuery,
    status: 200,
    response: list(statementRow),
  }),
  getMyLinks: route({
    method: 'get',
    path: '/v1/me/links',
    action: 'own.read',
    tag: 'me',
    summary: 'My links and coupons',
    status: 200,
    response: z.object({ links: z.array(partnerLink), coupons: z.array(partnerCoupon) }),
  }),
  listUsers: route({
    method: 'get',
    path: '/v1/users',
    action: 'user.manage',
    tag: 'access',
    summary: 'Users and their roles',
    query: listQuery,
    status: 200,
    response: list(userRow),
  }),
  createUser: route({
    method: 'post',
    path: '/v1/users',
    action: 'user.manage',
    tag: 'access',
    summary: 'Add a user',
    body: userCreate,
    status: 201,
    response: userRow,
    idempotent: true,
  }),
  listApiKeys: route({
    method: 'get',
    path: '/v1/api-keys',
    action: 'key.manage',
    tag: 'access',
    summary: 'API keys',
    query: listQuery,
    status: 200,
    response: list(apiKeyRow),
  }),
  createApiKey: route({
    method: 'post',
    path: '/v1/api-keys',
    action: 'key.manage',
    tag: 'access',
    summary: 'Make an API key; it is shown once',
    body: apiKeyCreate,
    status: 201,
    response: apiKeyCreated,
  }),
  revokeApiKey: route({
    method: 'delete',
    path: '/v1/api-keys/{id}',
    action: 'key.manage',
    tag: 'access',
    summary: 'Revoke an API key',
    params: withId,
    status: 204,
  }),

  // programme and partners
  getProgramme: route({
    method: 'get',
    path: '/v1/programmes/{key}',
    action: 'programme.read',
    tag: 'programme',
    summary: 'A programme and its settings',
    params: withKey,
    status: 200,
    response: programme,
  }),
  listPartners: route({
    method: 'get',
    path: '/v1/partners',
    action: 'partner.read',
    tag: 'partners',
    summary: 'Partners',
    query: listQuery.extend({ status: partnerStatus.optional(), tier: text, search: text }),
    status: 200,
    response: list(partnerRow),
  }),
  createPartner: route({
    method: 'post',
    path: '/v1/partners',
    action: 'partner.write',
    tag: 'partners',
    summary: 'Add a partner',
    body: partnerCreate,
    status: 201,
    response: partnerDetail,
    idempotent: true,
  }),
  getPartner: route({
    method: 'get',
    path: '/v1/partners/{id}',
    action: 'partner.read',
    tag: 'partners',
    summary: 'A partner',
    params: withId,
    status: 200,
    response: partnerDetail,
  }),
  updatePartner: route({
    method: 'patch',
    path: '/v1/partners/{id}',
    action: 'partner.write',
    tag: 'partners',
    summary: 'Change a partner’s profile',
    params: withId,
    body: partnerUpdate,
    status: 200,
    response: partnerDetail,
  }),
  getPartnerTimeline: route({
    method: 'get',
    path: '/v1/partners/{id}/timeline',
    action: 'partner.read',
    tag: 'partners',
    summary: 'Everything that happened with a partner, newest first',
    params: withId,
    query: listQuery,
    status: 200,
    response: list(timelineEntry),
  }),
  getPartnerBalance: route({
    method: 'get',
    path: '/v1/partners/{id}/balance',
    action: 'partner.read',
    tag: 'partners',
    summary: 'What a partner is owed and was paid, from the ledger’s head',
    params: withId,
    status: 200,
    response: z.object({ data: z.array(partnerBalance) }),
  }),
  listPartnerLinks: route({
    method: 'get',
    path: '/v1/partners/{id}/links',
    action: 'partner.read',
    tag: 'partners',
    summary: 'A partner’s tracking links',
    params: withId,
    status: 200,
    response: list(partnerLink),
  }),
  listPartnerCoupons: route({
    method: 'get',
    path: '/v1/partners/{id}/coupons',
    action: 'partner.read',
    tag: 'partners',
    summary: 'A partner’s coupons',
    params: withId,
    status: 200,
    response: list(partnerCoupon),
  }),
  listPartnerStatements: route({
    method: 'get',
    path: '/v1/partners/{id}/statements',
    action: 'statement.read',
    tag: 'partners',
    summary: 'A partner’s statements, newest first',
    params: withId,
    query: listQuery,
    status: 200,
    response: list(statementRow),
  }),
  listReferrals: route({
    method: 'get',
    path: '/v1/referrals',
    action: 'referral.read',
    tag: 'referrals',
    summary: 'Referrals, newest first',
    query: listQuery.extend({ partner: text, stage: text, status: text, ...period }),
    status: 200,
    response: list(referralRow),
  }),
  getReferral: route({
    method: 'get',
    path: '/v1/referrals/{id}',
    action: 'referral.read',
    tag: 'referrals',
    summary: 'A referral with its touches',
    params: withId,
    status: 200,
    response: referralDetail,
  }),
  getOrder: route({
    method: 'get',
    path: '/v1/orders/{id}',
    action: 'order.read',
    tag: 'referrals',
    summary: 'An order, folded from its events',
    params: withId,
    status: 200,
    response: order,
  }),

  // money
  listCommissions: route({
    method: 'get',
    path: '/v1/commissions',
    action: 'commission.read',
    tag: 'commissions',
    summary: 'Commissions, newest first',
    query: listQuery.extend({
      partner: text,
      state: commissionState.optional(),
      order: text,
      referral: text,
      batch: text,
      search: text,
      ...period,
    }),
    status: 200,
    response: list(commissionRow),
  }),
  getCommission: route({
    method: 'get',
    path: '/v1/commissions/{id}',
    action: 'commission.read',
    tag: 'commissions',
    summary: 'A commission and its position in the ledger',
    params: withId,
    status: 200,
    response: commissionDetail,
  }),
  getExplanation: route({
    method: 'get',
    path: '/v1/commissions/{id}/explanation',
    action: 'commission.read',
    tag: 'commissions',
    summary: 'Why this amount: rule, facts, trace, sum and sentence',
    params: withId,
    status: 200,
    response: explanation,
  }),
  getStatement: route({
    method: 'get',
    path: '/v1/statements/{id}',
    action: 'statement.read',
    tag: 'payouts',
    summary: 'A statement with its lines',
    params: withId,
    status: 200,
    response: statementDetail,
  }),
  listBatches: route({
    method: 'get',
    path: '/v1/payout-batches',
    action: 'batch.read',
    tag: 'payouts',
    summary: 'Payout batches, newest first',
    query: listQuery.extend({ state: batchState.optional() }),
    status: 200,
    response: list(batchRow),
  }),
  createBatch: route({
    method: 'post',
    path: '/v1/payout-batches',
    action: 'batch.create',
    tag: 'payouts',
    summary: 'Start a payout batch; the caller is its maker',
    body: batchCreate,
    status: 202,
    response: batchStarted,
    idempotent: true,
  }),
  getBatch: route({
    method: 'get',
    path: '/v1/payout-batches/{id}',
    action: 'batch.read',
    tag: 'payouts',
    summary: 'A payout batch',
    params: withId,
    status: 200,
    response: batchDetail,
  }),
  listPayouts: route({
    method: 'get',
    path: '/v1/payout-batches/{id}/payouts',
    action: 'batch.read',
    tag: 'payouts',
    summary: 'The payouts of a batch with their items and attempts',
    params: withId,
    query: listQuery.extend({ state: payoutState.optional() }),
    status: 200,
    response: list(payout),
  }),
  listJournals: route({
    method: 'get',
    path: '/v1/ledger/journals',
    action: 'ledger.read',
    tag: 'ledger',
    summary: 'Journals, newest first',
    query: listQuery.extend({ partner: text, kind: text, commission: text, payout: text }),
    status: 200,
    response: list(journal),
  }),
  getAccounts: route({
    method: 'get',
    path: '/v1/ledger/accounts',
    action: 'ledger.read',
    tag: 'ledger',
    summary: 'Balances of all accounts',
    status: 200,
    response: accountsResponse,
  }),
  getTrialBalance: route({
    method: 'get',
    path: '/v1/ledger/trial-balance',
    action: 'ledger.read',
    tag: 'ledger',
    summary: 'Trial balance: sums per currency are zero',
    status: 200,
    response: trialBalance,
  }),

  // people
  listApprovals: route({
    method: 'get',
    path: '/v1/approvals',
    action: 'approval.read',
    tag: 'approvals',
    summary: 'The inbox',
    query: listQuery.extend({
      for: z.enum(['me', 'all']).default('all'),
      state: approvalStatus.or(z.literal('decided')).optional(),
      kind: approvalKind.optional(),
    }),
    status: 200,
    response: list(approvalRow),
  }),
  getApproval: route({
    method: 'get',
    path: '/v1/approvals/{id}',
    action: 'approval.read',
    tag: 'approvals',
    summary: 'An approval with its evidence',
    params: withId,
    status: 200,
    response: approvalDetail,
  }),
  decideApproval: route({
    method: 'post',
    path: '/v1/approvals/{id}/decision',
    action: 'approval.decide',
    tag: 'approvals',
    summary: 'Approve or reject; never by the maker',
    params: withId,
    body: decisionRequest,
    status: 200,
    response: decisionResult,
    idempotent: true,
  }),
  listTasks: route({
    method: 'get',
    path: '/v1/tasks',
    action: 'task.read',
    tag: 'tasks',
    summary: 'Tasks, soonest due first',
    query: listQuery.extend({ state: z.enum(['open', 'done', 'cancelled']).optional() }),
    status: 200,
    response: list(taskRow),
  }),
  completeTask: route({
    method: 'post',
    path: '/v1/tasks/{id}/complete',
    action: 'task.complete',
    tag: 'tasks',
    summary: 'Mark a task as done',
    params: withId,
    body: taskComplete,
    status: 200,
    response: taskRow,
    idempotent: true,
  }),

  // runs, flows, rules
  listRuns: route({
    method: 'get',
    path: '/v1/runs',
    action: 'run.read',
    tag: 'runs',
    summary: 'Runs, newest first',
    query: listQuery.extend({ flow: text, status: runStatus.optional(), subject: text }),
    status: 200,
    response: list(runRow),
  }),
  getRun: route({
    method: 'get',
    path: '/v1/runs/{id}',
    action: 'run.read',
    tag: 'runs',
    summary: 'A run: its steps, its waiting point and the flow it follows',
    params: withId,
    status: 200,
    response: runDetail,
  }),
  retryRun: route({
    method: 'post',
    path: '/v1/runs/{id}/retry',
    action: 'run.command',
    tag: 'runs',
    summary: 'Try the parked step again, as it is or with edited input',
    params: withId,
    body: runRetry,
    status: 200,
    response: runCommandResult,
    idempotent: true,
  }),
  skipRun: route({
    method: 'post',
    path: '/v1/runs/{id}/skip',
    action: 'run.command',
    tag: 'runs',
    summary: 'Skip the parked step',
    params: withId,
    body: runSkip,
    status: 200,
    response: runCommandResult,
    idempotent: true,
  }),
  cancelRun: route({
    method: 'post',
    path: '/v1/runs/{id}/cancel',
    action: 'run.command',
    tag: 'runs',
    summary: 'Stop the run',
    params: withId,
    body: runCancel,
    status: 200,
    response: runCommandResult,
    idempotent: true,
  }),
  listFlows: route({
    method: 'get',
    path: '/v1/flows',
    action: 'flow.read',
    tag: 'flows',
    summary: 'Flows with their running, waiting and parked counts',
    query: listQuery,
    status: 200,
    response: list(flowRow),
  }),
  getFlow: route({
    method: 'get',
    path: '/v1/flows/{key}',
    action: 'flow.read',
    tag: 'flows',
    summary: 'A flow as drawn',
    params: withKey,
    status: 200,
    response: flowDetail,
  }),
  listRules: route({
    method: 'get',
    path: '/v1/rules',
    action: 'rule.read',
    tag: 'rules',
    summary: 'Rules',
    query: listQuery,
    status: 200,
    response: list(ruleRow),
  }),
  getRule: route({
    method: 'get',
    path: '/v1/rules/{key}',
    action: 'rule.read',
    tag: 'rules',
    summary: 'A rule as published',
    params: withKey,
    status: 200,
    response: ruleDetail,
  }),
  evaluateRule: route({
    method: 'post',
    path: '/v1/rules/evaluate',
    action: 'rule.evaluate',
    tag: 'rules',
    summary: 'Check and evaluate JSON-logic with facts',
    body: evaluateRequest,
    status: 200,
    response: evaluateResponse,
    idempotent: true,
  }),

  // the rest
  listMessages: route({
    method: 'get',
    path: '/v1/messages',
    action: 'message.read',
    tag: 'messages',
    summary: 'The outbox, newest first',
    query: listQuery.extend({ state: messageState.optional(), partner: text }),
    status: 200,
    response: list(messageRow),
  }),
  getMessage: route({
    method: 'get',
    path: '/v1/messages/{id}',
    action: 'message.read',
    tag: 'messages',
    summary: 'A message as it was rendered',
    params: withId,
    status: 200,
    response: messageDetail,
  }),
  listAudit: route({
    method: 'get',
    path: '/v1/audit',
    action: 'audit.read',
    tag: 'audit',
    summary: 'The audit log, newest first',
    query: listQuery.extend({ subject: text, actor: text }),
    status: 200,
    response: list(auditEntry),
  }),
  getHomeMetrics: route({
    method: 'get',
    path: '/v1/metrics/home',
    action: 'metrics.read',
    tag: 'metrics',
    summary: 'What needs me, north-star figures, live activity',
    status: 200,
    response: homeMetrics,
  }),
  stream: route({
    method: 'get',
    path: '/v1/stream',
    action: 'stream.read',
    tag: 'live',
    summary: 'Server-sent events: what changed',
    status: 200,
    response: streamEvent,
    special: 'stream',
  }),
} as const satisfies Record<string, Route>;

export type Routes = typeof routes;
export type RouteName = keyof Routes;

/** What a route's handler gets and gives, read off the table. */
export type ParamsOf<K extends RouteName> = Routes[K] extends { params: infer P extends z.ZodType }
  ? z.output<P>
  : Record<string, never>;
export type QueryOf<K extends RouteName> = Routes[K] extends { query: infer Q extends z.ZodType }
  ? z.output<Q>
  : Record<string, never>;
export type BodyOf<K extends RouteName> = Routes[K] extends { body: infer B extends z.ZodType }
  ? z.output<B>
  : undefined;
/** What a caller may leave out is optional here. */
export type QueryInput<K extends RouteName> = Routes[K] extends { query: infer Q extends z.ZodType }
  ? z.input<Q>
  : Record<string, never>;
export type BodyInput<K extends RouteName> = Routes[K] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined;
export type ResponseOf<K extends RouteName> = Routes[K] extends { response: infer R extends z.ZodType }
  ? z.output<R>
  : undefined;
