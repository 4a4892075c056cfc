import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, call, onSignedOut, request, toApiError } from './api';
import { setLang } from './i18n';

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: string) => vi.fn(async (_: Request) => new Response(body, { status }));

describe('errors', () => {
  it('carry code, fields and request id', async () => {
    const body =
      '{"status":400,"code":"invalid","message":"Проверьте поля","fields":[{"path":"price","message":"меньше нуля"}],"request_id":"r1"}';
    const error = await toApiError(new Response(body, { status: 400 }));
    expect(error).toMatchObject({ status: 400, code: 'invalid', message: 'Проверьте поля', requestId: 'r1' });
    expect(error.field('price')).toBe('Меньше нуля');
    expect(error.field('name')).toBeUndefined();
  });

  it.each([
    [502, 'unavailable'],
    [403, 'forbidden'],
    [418, 'internal'],
  ])('of a foreign answer take their code from status %i', async (status, code) => {
    expect((await toApiError(new Response('<html>', { status }))).code).toBe(code);
  });

  it('are thrown by call', async () => {
    const response = new Response('', { status: 409 });
    await expect(
      call(Promise.resolve({ response, error: { code: 'conflict', message: 'Уже изменено' } })),
    ).rejects.toThrow('Уже изменено');
    await expect(call(Promise.resolve({ response: new Response(), data: { id: 1 } }))).resolves.toEqual({ id: 1 });
  });
});

describe('request', () => {
  it('says the language', async () => {
    const fetch = answer(200, '{}');
    vi.stubGlobal('fetch', fetch);
    setLang('ru');
    await request('/api/v1/me');
    expect(fetch.mock.calls[0]?.[0].headers.get('Accept-Language')).toBe('ru');
  });

  it('tells when the session is over', async () => {
    vi.stubGlobal('fetch', answer(401, '{"code":"unauthenticated","message":"Войдите"}'));
    const told = vi.fn();
    const stop = onSignedOut(told);
    await expect(request('/api/v1/me')).rejects.toBeInstanceOf(ApiError);
    stop();
    expect(told).toHaveBeenCalledOnce();
  });

  it('turns a lost connection into an error of its own', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('failed'))),
    );
    await expect(request('/api/v1/me')).rejects.toMatchObject({ code: 'offline', status: 0 });
  });
});
