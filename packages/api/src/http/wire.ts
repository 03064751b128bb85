import { json } from 'express';
import type { Express, Request, RequestHandler, Response } from 'express';
import { routes } from '@sluice/contracts';
import type { BodyOf, ParamsOf, QueryOf, Reach, ResponseOf, Route, RouteName } from '@sluice/contracts';
import { visitor, type Caller } from './caller.js';
import { localeOf } from './locale.js';
import { Refusal, toErrors } from './problem.js';

/** What a handler is given: parsed and permitted. `reach` is `own` where only the caller's partner's things are there. */
export interface Ask<K extends RouteName> {
  caller: Caller;
  reach: Reach;
  params: ParamsOf<K>;
  query: QueryOf<K>;
  body: BodyOf<K>;
  locale: 'en' | 'de';
  /** The caller's `Idempotency-Key`, or one made for this request. */
  requestKey: string;
}

export type Handler<K extends RouteName> = (ask: Ask<K>) => Promise<ResponseOf<K>>;

/** Routes that answer by themselves: redirects, streams, files, signed raw bodies. */
export type SpecialName =
  | 'downloadTaxExport'
  | 'importSanctionsList'
  | 'postWebhook'
  | 'followLink'
  | 'stream'
  | 'downloadBacktest'
  | 'downloadList'
  | 'downloadStatement'
  | 'downloadMyStatement'
  | 'exportList'
  | 'downloadBatchFile'
  | 'downloadPayoutFile';
export type Special = (request: Request, response: Response, caller: Caller | undefined) => Promise<void>;

/** Every route of the table must be here, or this does not compile. */
export type Handlers = { [K in Exclude<RouteName, SpecialName>]: Handler<K> } & { [K in SpecialName]: Special };

export interface Wiring {
  /** Who asks, or undefined for nobody; throws a refusal for a credential that does not hold. */
  authenticate(request: Request): Promise<Caller | undefined>;
  /** Answers once per key; gives `run`'s answer or the stored one. */
  once(
    caller: Caller,
    key: string,
    request: Request,
    run: () => Promise<Answer>,
  ): Promise<Answer & { replayed: boolean }>;
  /** Tells of an answer that its own schema refuses. */
  checkResponses: boolean;
  bodyLimit: string;
}

export interface Answer {
  status: number;
  body: unknown;
}

/**
 * Puts the route table into Express: authenticate → permission → parse → once → handle. There is no other way in: a route
 * that is not in the table does not exist, and an action without a permission is refused.
 */
export function wire(app: Express, handlers: Handlers, wiring: Wiring): void {
  const parseJson = json({ limit: wiring.bodyLimit, strict: false });
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    const chain: RequestHandler[] = [guard(route, wiring)];
    if (route.bodyLimit) chain.push(requireJson, json({ limit: route.bodyLimit, strict: false }));
    else if (route.body) chain.push(requireJson, parseJson);
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    app[route.method](
      path,
      ...chain,
      route.special || name === 'followLink'
        ? special(handlers[name] as Special)
        : regular(route, handlers[name] as Handler<RouteName>, wiring),
    );
  }
}

/** Deny by default: nobody without a credential, nothing without a row of the permission table. */
function guard(route: Route, wiring: Wiring): RequestHandler {
  return async (request, response, next) => {
    if (route.action === 'public') {
      next();
      return;
    }
    const who = await wiring.authenticate(request);
    if (!who) throw new Refusal('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer realm="sluice"' } });
    const reach = who.permissions[route.action];
    if (!reach) throw new Refusal('forbidden', { detail: `This needs the permission ${route.action}.` });
    if (reach === 'own' && who.partner === undefined)
      throw new Refusal('forbidden', { detail: 'You belong to no partner.' });
    (response.locals as Locals).caller = who;
    (response.locals as Locals).reach = reach;
    next();
  };
}

interface Locals {
  caller?: Caller;
  reach?: Reach;
}

const requireJson: RequestHandler = (request, _response, next) => {
  if (!request.is(['json', '+json'])) throw new Refusal('unsupported_media_type');
  next();
};

function special(handler: Special): RequestHandler {
  return (request, response) => handler(request, response, (response.locals as Locals).caller);
}

function regular(route: Route, handler: Handler<RouteName>, wiring: Wiring): RequestHandler {
  return async (request, response) => {
    const { caller = visitor, reach = 'own' } = response.locals as Locals;
    const params = parse(route.params, request.params, 'params');
    const query = parse(route.query, request.query, 'query');
    const body = parse(route.body, request.body, 'body');
    // Answers are kept for a caller: visitors are nobody, and what they may post is the same when it is posted twice.
    const given = route.idempotent && caller.kind !== 'visitor' ? keyOf(request) : undefined;
    const requestKey = given ?? crypto.randomUUID();
    const ask = {
      caller,
      reach,
      params,
      query,
      body,
      locale: localeOf(request.get('accept-language'), caller.locale),
      requestKey,
    };
    const run = async (): Promise<Answer> => {
      const answer: unknown = await handler(ask as Ask<RouteName>);
      if (wiring.checkResponses) check(route, answer);
      return { status: route.status, body: answer };
    };
    const answer = given === undefined ? await run() : await wiring.once(caller, given, request, run);
    if ('replayed' in answer && answer.replayed) response.set('Idempotent-Replayed', 'true');
    if (answer.status >= 400) response.type('application/problem+json');
    if (answer.body === undefined) response.status(answer.status).end();
    else response.status(answer.status).send(JSON.stringify(answer.body));
  };
}

/** A path that no id could have is simply not there; anything else is told with pointers. */
function parse(schema: Route['body'], value: unknown, where: 'params' | 'query' | 'body'): unknown {
  if (!schema) return where === 'body' ? undefined : {};
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (where === 'params') throw new Refusal('not_found');
  throw new Refusal('invalid', { errors: toErrors(parsed.error) });
}

/** `Idempotency-Key`: 1 to 200 printable characters. */
function keyOf(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Refusal('bad_request', {
      errors: [{ pointer: '/header/Idempotency-Key', code: 'bad_key', message: '1 to 200 printable characters' }],
    });
  }
  return key;
}

function check(route: Route, answer: unknown): void {
  const parsed = route.response?.safeParse(answer);
  if (parsed && !parsed.success) {
    throw new Error(
      `${route.method} ${route.path} answers what its schema refuses: ${JSON.stringify(toErrors(parsed.error))}`,
    );
  }
}
