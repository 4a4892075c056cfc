import createClient from 'openapi-fetch';
import type { paths } from '@/api/schema';
import { getLang, text } from './i18n';
import locale from './locale';

export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'limit'
  | 'unavailable'
  | 'internal'
  /** The request never reached the server. */
  | 'offline';

export interface FieldFault {
  path: string;
  message: string;
}

/** A refusal of the server, or a request that did not reach it. `message` can be shown as it is. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly fields: FieldFault[];
  readonly requestId: string | undefined;
  /** A finer word than the code, where the client acts on it: `choose_account`. */
  readonly reason: string | undefined;
  /** What belongs to the reason: the accounts to choose from. */
  readonly data: unknown;

  constructor(init: {
    status: number;
    code: ErrorCode;
    message: string;
    fields?: FieldFault[];
    requestId?: string | undefined;
    reason?: string | undefined;
    data?: unknown;
    cause?: unknown;
  }) {
    super(init.message, { cause: init.cause });
    this.status = init.status;
    this.code = init.code;
    this.fields = init.fields ?? [];
    this.requestId = init.requestId;
    this.reason = init.reason;
    this.data = init.data;
  }

  /** The fault of one field, by its path. */
  field(path: string): string | undefined {
    return this.fields.find((f) => f.path === path)?.message;
  }
}

const CODES: Record<number, ErrorCode> = {
  400: 'invalid',
  401: 'unauthenticated',
  402: 'limit',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'limit',
  422: 'invalid',
  429: 'limit',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** The server says parts of sentences; alone on a line they begin with a capital. */
const sentence = (message: string): string => message.charAt(0).toLocaleUpperCase() + message.slice(1);

/** Turns a refused answer into an ApiError. An answer that is not ours (a proxy's page) gets its code from the status. */
export async function toApiError(response: Response, parsed?: unknown): Promise<ApiError> {
  let body = parsed;
  if (body === undefined || typeof body === 'string') {
    body = await response
      .clone()
      .json()
      .catch(() => undefined);
  }
  const b = (body ?? {}) as {
    code?: ErrorCode;
    message?: string;
    fields?: FieldFault[] | null;
    request_id?: string;
    reason?: string;
    data?: unknown;
  };
  return new ApiError({
    status: response.status,
    code: b.code ?? CODES[response.status] ?? 'internal',
    message: sentence(b.message ?? (response.statusText || `HTTP ${response.status}`)),
    fields: (b.fields ?? []).map((f) => ({ ...f, message: sentence(f.message) })),
    requestId: b.request_id ?? response.headers.get('X-Request-Id') ?? undefined,
    reason: b.reason,
    data: b.data,
  });
}

const SIGNED_OUT = 'voronka:signed-out';

/** Calls `fn` when the server says that the session is over; the frame goes to sign-in. Returns the way to stop. */
export function onSignedOut(fn: () => void): () => void {
  window.addEventListener(SIGNED_OUT, fn);
  return () => window.removeEventListener(SIGNED_OUT, fn);
}

type Courier = (request: Request) => Promise<Response>;
let courier: Courier = (request) => fetch(request);

/** Puts something between the client and the network: what answers and takes changes while there is none. */
export function setCourier(next: Courier): void {
  courier = next;
}

async function send(request: Request): Promise<Response> {
  try {
    const response = await courier(request);
    if (response.status === 401) window.dispatchEvent(new Event(SIGNED_OUT));
    return response;
  } catch (cause) {
    if (cause instanceof ApiError || (cause instanceof DOMException && cause.name === 'AbortError')) throw cause;
    throw new ApiError({ status: 0, code: 'offline', message: text(locale, 'offline'), cause });
  }
}

/** The typed client of our own API. Paths are those of the OpenAPI document. */
export const api = createClient<paths>({ fetch: send, credentials: 'same-origin' });

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', getLang());
    return request;
  },
});

/**
 * The data of a call, or an ApiError thrown: `const deal = await call(api.GET('/api/v1/deals/{id}', …))`.
 * Meant for query functions and mutations.
 */
export async function call<T>(pending: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await pending;
  if (!response.ok) throw await toApiError(response, error);
  return data as T;
}

/** Sends one request outside the typed client (an upload, an export). Same headers, same errors. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Accept-Language', getLang());
  const url = new URL(path, window.location.origin);
  const response = await send(new Request(url, { credentials: 'same-origin', ...init, headers }));
  if (!response.ok) throw await toApiError(response);
  return response;
}
