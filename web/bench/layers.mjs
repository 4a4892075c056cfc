// Opens the floating parts of /ui one by one, runs axe over each and keeps a screenshot. usage: node bench/layers.mjs [shots dir]
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { launch, place } from './place.mjs';

const require = createRequire(import.meta.url);
const shots = process.argv[2] ?? 'bench/shots';
fs.mkdirSync(shots, { recursive: true });
const server = await place({ lang: 'en' });
const browser = await launch();
const press = (name) => (tab) => tab.getByRole('button', { name, exact: true }).click();
const STEPS = {
  menu: async (tab) => {
    await press('Menu')(tab);
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowRight');
  },
  anchor: press('Shared menu'),
  select: (tab) =>
    tab
      .getByRole('combobox', { name: /^Stage/ })
      .first()
      .click(),
  combobox: async (tab) => {
    await tab.getByRole('combobox', { name: 'Company' }).click();
    await tab.keyboard.type('acme');
  },
  tags: (tab) => tab.getByRole('combobox', { name: 'Tags' }).click(),
  calendar: (tab) => tab.getByRole('button', { name: 'Open calendar' }).last().click(),
  popover: press('Popover'),
  dialog: press('Dialog'),
  ask: press('Question with a count'),
  sheet: press('Sheet'),
  card: press('Card'),
  toast: async (tab) => {
    await press('Toast with undo')(tab);
    await press('Error toast')(tab);
  },
  palette: (tab) => tab.keyboard.press('Control+k'),
  help: (tab) => tab.keyboard.press('Shift+Slash'),
  tooltip: async (tab) => {
    await tab.getByRole('button', { name: 'Edit', exact: true }).nth(1).hover();
    await tab.waitForTimeout(600);
  },
  user: (tab) => tab.getByRole('button', { name: /Profile/ }).click(),
  inline: (tab) => tab.getByRole('button', { name: /Name/ }).first().click(),
};
let broken = 0;
for (const theme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    for (const [name, open] of Object.entries(STEPS)) {
      if (width < 720 && ['help', 'tooltip', 'user', 'palette'].includes(name)) continue;
      const tab = await browser.newPage({
        baseURL: server.url,
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
      });
      tab.on('pageerror', (error) => {
        broken++;
        console.log(`  ${error.message}`);
      });
      tab.on('console', (m) => {
        if (m.type() !== 'error') return;
        broken++;
        console.log(`  ${m.text().slice(0, 300)}`);
      });
      await tab.addInitScript((t) => {
        localStorage.setItem('voronka.theme', t);
        localStorage.setItem('voronka.lang', 'en');
      }, theme);
      await server.enter(tab);
      await tab.goto('/ui', { waitUntil: 'networkidle' });
      try {
        await open(tab);
        await tab.waitForTimeout(350);
        await tab.screenshot({ path: path.join(shots, `${name}-${theme}-${width}.png`) });
        await tab.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
        const { violations } = await tab.evaluate(() =>
          window.axe.run(
            { include: document, exclude: ['[data-base-ui-focus-guard]'] },
            {
              // While a list or menu is open Base UI hides the page below from screen readers and hangs the list at the end
              // of the body: these three rules see that as a fault of the page.
              rules: {
                region: { enabled: false },
                'aria-hidden-focus': { enabled: false },
                'page-has-heading-one': { enabled: false },
              },

              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            },
          ),
        );
        broken += violations.length;
        console.log(`${name} ${theme} ${width}: ${violations.length} violations`);
        for (const v of violations)
          for (const node of v.nodes.slice(0, 3))
            console.log(`  ${v.id}: ${node.html.slice(0, 200)} | ${node.any[0]?.message ?? ''}`);
      } catch (error) {
        broken++;
        console.log(`${name} ${theme} ${width}: ${error.message.split('\n')[0]}`);
      }
      await tab.close();
    }
  }
}
await browser.close();
await server.stop();
console.log(`${broken === 0 ? 1 : 0} passed, ${broken} failed`);
process.exit(broken ? 1 : 0);
