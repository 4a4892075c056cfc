// A picture of every screen in both languages, themes and widths, for a person to look at.
// usage: node bench/shots.mjs [--only 'board|card'] [--lang ru] [--width 390] [--out bench/shots]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../e2e/harness.mjs';
import { scene, tour } from '../e2e/screens.mjs';

const opt = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const out = opt('out', join('bench', 'shots'));
const only = opt('only', '') && new RegExp(opt('only', ''));
mkdirSync(out, { recursive: true });
const place = await scene();
const browser = await launch();
let taken = 0;
let failed = 0;
for (const lang of opt('lang', 'ru,en').split(',')) {
  for (const width of opt('width', '1440,390').split(',').map(Number)) {
    const look = async (page, screen, theme) => {
      await page.screenshot({ path: join(out, `${screen.name}-${lang}-${theme}-${width}.png`) });
      taken += 1;
    };
    const missed = (screen, error) => {
      failed += 1;
      console.log(`${screen.name} ${lang} ${width}: ${error.message.split('\n').slice(0, 3).join(' ')}`);
    };
    await tour({ browser, place, lang, width, only, look, missed });
  }
}
await browser.close();
await place.stop();
console.log(`${taken} pictures in ${out}, ${failed} screens did not come`);
process.exitCode = failed ? 1 : 0;
