import { describe, expect, it } from 'vitest';
import { currencyOf, type Draft, faultsOf, stepOfPath } from './model';

describe('faultsOf', () => {
  const draft: Draft = {
    language: 'ru',
    company: '',
    currency: 'RUB',
    timeZone: 'Europe/Moscow',
    name: ' ',
    email: 'a@b',
    password: '1234567',
    template: 'sales',
    pipelineName: 'P',
    stages: [' '],
    demo: false,
  };
  it('names each field of its step', () => {
    expect(faultsOf(0, draft)).toEqual({ company: 'required' });
    expect(faultsOf(1, draft)).toEqual({ name: 'required', email: 'emailWrong', password: 'passwordShort' });
    expect(faultsOf(2, draft)).toEqual({ stages: 'stageNeeded' });
  });
});

it('guesses the currency of a zone', () => {
  expect([currencyOf('Asia/Omsk'), currencyOf('Europe/Paris'), currencyOf('America/Lima')]).toEqual([
    'RUB',
    'EUR',
    'USD',
  ]);
});

it('finds the step of a refused field', () => {
  expect([stepOfPath('email'), stepOfPath('pipeline.statuses.0'), stepOfPath('company')]).toEqual([1, 2, 0]);
});
