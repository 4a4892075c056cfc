// axe over pages, both themes, both languages, 1440 and 390 px; keeps a screenshot of each when --shots is given.
// usage: node bench/axe.mjs [--url http://127.0.0.1:8080] [--pages /ui,/deals] [--shots bench/shots] [--only light-ru-1440]
// A server with an account of its own is started; at --url pages are looked at as a stranger sees them. exit 1 on any violation, page error or broken content policy.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { launch, place } from './place.mjs';

const require = createRequire(import.meta.url);
const args = process.argv;
const opt = (name, otherwise) => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : otherwise);
const pages = opt('pages', '/ui').split(',');
const shots = opt('shots', '');
const only = opt('only', '');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const server = opt('url', '') ? null : await place();
const base = opt('url', server?.url);
const browser = await launch();
if (shots) fs.mkdirSync(shots, { recursive: true });
let broken = 0;
for (const page of pages) {
  for (const theme of ['light', 'dark']) {
    for (const lang of ['ru', 'en']) {
      await server?.speak(lang);
      for (const width of [1440, 390]) {
        const name = `${theme}-${lang}-${width}`;
        if (only && only !== name) continue;
        // axe itself is put into the page, so the policy is only reported on, not enforced, in this run's reloads.
        const context = await browser.newContext({
          baseURL: base,
          viewport: { width, height: 900 },
          hasTouch: width < 720,
          reducedMotion: 'reduce',
        });
        const tab = await context.newPage();
        const faults = [];
        tab.on('pageerror', (error) => faults.push(error.message));
        tab.on(
          'console',
          (m) => /Content Security Policy|Warning:/.test(m.text()) && faults.push(m.text().slice(0, 200)),
        );
        await tab.addInitScript(
          ([t, l]) => {
            localStorage.setItem('voronka.theme', t);
            localStorage.setItem('voronka.lang', l);
          },
          [theme, lang],
        );
        await server?.enter(tab);
        await tab.goto(page, { waitUntil: 'networkidle' });
        await tab.locator('main h1').first().waitFor();
        await tab.waitForTimeout(150);
        const source = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
        await tab.evaluate(source);
        const found = await tab.evaluate((tags) => window.axe.run(document, { runOnly: tags }), TAGS);
        const wide = await tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        if (wide) faults.push('the page scrolls sideways');
        broken += found.violations.length + faults.length;
        console.log(`${page} ${name}: ${found.violations.length} violations, ${faults.length} faults`);
        for (const v of found.violations) {
          console.log(`  ${v.id} (${v.nodes.length}): ${v.help}`);
          for (const node of v.nodes.slice(0, 4))
            console.log(
              `    ${node.target.join(' ')}\n      ${node.html.slice(0, 160)}\n      ${node.any[0]?.message ?? ''}`,
            );
        }
        for (const fault of faults) console.log(`  ${fault}`);
        if (shots) {
          // The page scrolls inside the frame: let it show everything in one picture.
          const height = await tab.evaluate(
            () => Math.max(900, ...[...document.querySelectorAll('main *')].map((e) => e.scrollHeight)) + 120,
          );
          await tab.setViewportSize({ width, height: Math.min(height, 6000) });
          await tab.waitForTimeout(100);
          await tab.screenshot({ path: path.join(shots, `${page.replace(/\W+/g, '_')}-${name}.png`) });
        }
        await context.close();
      }
    }
  }
}
await browser.close();
await server?.stop();
console.log(`${broken === 0 ? 1 : 0} passed, ${broken} failed`);
process.exit(broken ? 1 : 0);
