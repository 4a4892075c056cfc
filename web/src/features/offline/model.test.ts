import { describe, expect, it } from 'vitest';
import {
  cardAddress,
  cardOfAddress,
  insist,
  isGateway,
  isOrphan,
  judge,
  renamed,
  shelfOf,
  without,
  writeOf,
} from './model';

describe('writeOf', () => {
  it('knows what may wait for the network', () => {
    const rows: [string, string, string, unknown][] = [
      ['POST', '/api/v1/deals/5/notes', '{"text":"a"}', { kind: 'note', card: 'deal-5' }],
      ['POST', '/api/v1/companies/5/notes', '{"kind":"comment"}', { kind: 'comment', card: 'company-5' }],
      ['PATCH', '/api/v1/contacts/7', '{"name":"x"}', { kind: 'fields', card: 'contact-7' }],
      ['POST', '/api/v1/deals/5/move', '{"status_id":1}', { kind: 'move', card: 'deal-5' }],
      ['POST', '/api/v1/tasks', '{"text":"a","entity":{"kind":"deal","id":5}}', { kind: 'task', card: 'deal-5' }],
      ['POST', '/api/v1/tasks', 'no json', { kind: 'task', card: '' }],
      ['POST', '/api/v1/tasks/9/complete', '{}', { kind: 'done', card: '' }],
      ['POST', '/api/v1/tasks/-3/complete', '{}', { kind: 'done', card: '' }],
      ['POST', '/api/v1/deals', '{}', null],
      ['DELETE', '/api/v1/deals/5', '', null],
      ['POST', '/api/v1/tasks/complete', '{"ids":[1]}', null],
      ['PUT', '/api/v1/deals/5/contacts/7', '{}', null],
      ['POST', '/api/v1/deals/5/files', '', null],
      ['DELETE', '/api/v1/session', '', null],
    ];
    for (const [method, path, body, what] of rows) expect([path, writeOf(method, path, body)]).toEqual([path, what]);
  });
});

describe('shelfOf', () => {
  it('keeps cards with what hangs on them, and lists', () => {
    const rows: [string, string | null][] = [
      ['/api/v1/deals/5', 'deal-5'],
      ['/api/v1/companies/5/feed?limit=60', 'company-5'],
      ['/api/v1/companies/5/feed?limit=60&before=9', null],
      ['/api/v1/deals/5/blind?user_ids=1', null],
      ['/api/v1/tasks?kind=deal&entity_id=5&open=true', 'deal-5'],
      ['/api/v1/tasks?bucket=today', ''],
      ['/api/v1/files?kind=contact&entity_id=5&limit=200', 'contact-5'],
      ['/api/v1/files/7/content?version=1', null],
      ['/api/v1/deals/board?pipeline_id=1', ''],
      ['/api/v1/deals?sort=name', ''],
      ['/api/v1/bootstrap', null],
      ['/api/v1/users', null],
      ['/api/v1/search?query=a', null],
    ];
    for (const [path, card] of rows) expect([path, shelfOf(path)?.card ?? null]).toEqual([path, card]);
  });
});

it('reads the card of an address and writes it', () => {
  expect(cardOfAddress('/deals/5', '')).toBe('deal-5');
  expect(cardOfAddress('/deals', '?card=contact-12')).toBe('contact-12');
  expect(cardOfAddress('/deals', '?card=%22deal-7%22')).toBe('deal-7');
  expect(cardOfAddress('/deals', '?view=list')).toBe('');
  expect(['deal-5', 'company-6', ''].map(cardAddress)).toEqual(['/deals/5', '/companies/6', '/tasks']);
});

describe('judge', () => {
  const answer = (status: number, more: object = {}) => ({ status, code: '', message: '', ...more });
  it('tells what is sent, tried again, in conflict and refused', () => {
    const rows: [object, number, string][] = [
      [answer(201), 0, 'sent'],
      [answer(409, { reason: 'done_before' }), 0, 'sent'],
      [answer(409, { reason: 'in_progress' }), 0, 'later'],
      [answer(409, { reason: 'other_user' }), 0, 'stop'],
      [answer(401), 0, 'stop'],
      [answer(503), 0, 'later'],
      [answer(429), 9, 'later'],
      [answer(500), 0, 'later'],
      [answer(500), 2, 'refused'],
      [answer(409, { reason: 'version', data: { paths: ['name'] } }), 0, 'conflict'],
      [answer(409, { reason: 'already_done' }), 0, 'refused'],
      [answer(403), 0, 'refused'],
      [answer(404), 0, 'refused'],
      [answer(422), 0, 'refused'],
    ];
    for (const [a, failed, verdict] of rows) expect([a, judge(a as never, failed)]).toEqual([a, verdict]);
  });
  it('knows a proxy whose server is away from our own busy server', () => {
    const of = (status: number, type: string) => new Response('', { status, headers: { 'Content-Type': type } });
    expect(isGateway(of(502, 'text/html'))).toBe(true);
    expect(isGateway(of(503, 'application/json'))).toBe(false);
    expect(isGateway(of(500, 'text/html'))).toBe(false);
  });
});

describe('a conflict of fields', () => {
  const body = JSON.stringify({
    name: 'Mine',
    price: 5,
    fields: { 7: ['a'], 8: ['b'] },
    version: 3,
    base: { name: 'Was' },
  });
  it('sends what nobody else touched', () => {
    expect(JSON.parse(without(body, ['name', 'fields.7']) ?? '')).toEqual({
      price: 5,
      fields: { 8: ['b'] },
      version: 3,
      base: { name: 'Was' },
    });
    expect(without(JSON.stringify({ name: 'Mine', version: 3, base: {} }), ['name'])).toBeNull();
  });
  it('insists without asking what is there', () => {
    expect(JSON.parse(insist(body))).toEqual({ name: 'Mine', price: 5, fields: { 7: ['a'], 8: ['b'] } });
  });
});

it('names what was made on this device by its real id', () => {
  expect(renamed('/api/v1/tasks/-3/complete', -3, 41)).toBe('/api/v1/tasks/41/complete');
  expect(renamed('/api/v1/tasks/-31/complete', -3, 41)).toBe('/api/v1/tasks/-31/complete');
  expect([isOrphan('/api/v1/tasks/-31/complete'), isOrphan('/api/v1/tasks/31')]).toEqual([true, false]);
});
