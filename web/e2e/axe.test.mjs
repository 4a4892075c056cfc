// axe over every screen, in both languages, themes and widths: no violation, no sideways scroll, no error in the console.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './harness.mjs';
import { scene, tour, violations } from './screens.mjs';

let place;
let browser;

before(async () => {
  place = await scene();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

for (const lang of ['ru', 'en']) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing, ${lang}, ${width} px`, { timeout: 1_200_000 }, async () => {
      const found = [];
      const look = async (page, screen, theme) => {
        for (const fault of await violations(page, theme)) found.push(`${screen.name} ${theme}: ${fault}`);
        for (const fault of page.faults.splice(0)) found.push(`${screen.name} ${theme}: ${fault}`);
      };
      const missed = (screen, error) => found.push(`${screen.name} does not come: ${error.message}`);
      await tour({ browser, place, lang, width, look, missed });
      assert.equal(found.length, 0, found.join('\n'));
    });
  }
}
