import { expect, it } from 'vitest';
import { browserName, passwordFault } from './model';

it.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
    'Chrome, Windows',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 YaBrowser/24.6 Safari/537.36', 'Yandex, Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1', 'Safari, iOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'Firefox, Linux'],
  ['curl/8.5.0', 'curl'],
  ['', ''],
])('reads %s', (agent, name) => {
  expect(browserName(agent)).toBe(name);
});

it('wants a long password typed twice alike', () => {
  expect(passwordFault('1234567', '1234567')).toBe('short');
  expect(passwordFault('12345678', '12345679')).toBe('differ');
  expect(passwordFault('пароль-8', 'пароль-8')).toBeUndefined();
});
