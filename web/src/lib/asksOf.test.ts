import { expect, it } from 'vitest';
import { asksOf } from './asksOf';

it.each([
  ['{"field":"contact.cf.7","op":"eq","value":"x"}', 'contact', true],
  ['{"or":[{"field":"price","op":"gt","value":1},{"field":"company","op":"none"}]}', 'company', true],
  ['{"field":"contact.cf.7","op":"eq","value":"company"}', 'company', false],
  ['{"field":"company_size","op":"eq","value":1}', 'company', false],
  ['', 'contact', false],
])('%s asks of %s: %s', (filter, kind, yes) => expect(asksOf(filter, kind)).toBe(yes));
