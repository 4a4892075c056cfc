import { expect, it } from 'vitest';
import { isIdle } from './idle';

const shown = (html: string) => {
  document.body.innerHTML = html;
  return document;
};

it('offers a new version only when nothing is written, asked or uploaded', () => {
  const rows: [string, boolean][] = [
    ['<p>nothing</p>', true],
    ['<div role="dialog"><form><textarea></textarea></form></div>', true],
    ['<textarea>draft</textarea>', false],
    ['<form><input value="Name" /></form>', false],
    ['<form><input type="checkbox" value="1" /></form>', true],
    ['<input type="search" value="found" />', true],
    ['<div role="progressbar"></div>', false],
    ['<div role="alertdialog"></div>', false],
  ];
  for (const [html, idle] of rows) expect([html, isIdle(shown(html))]).toEqual([html, idle]);
  const page = shown('<input id="at" />');
  page.getElementById('at')?.focus();
  expect(isIdle(page)).toBe(false);
});
