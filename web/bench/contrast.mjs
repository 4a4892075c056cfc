// WCAG contrast of the colour tokens, read from tokens.css: every text colour on every background at least 4.5,
// borders of controls and the twelve hues at least 3. usage: node bench/contrast.mjs src/ui/tokens.css; exit 1 below
import fs from 'node:fs';

const css = fs.readFileSync(process.argv[2], 'utf8');
const TEXT = ['fg', 'muted', 'accent', 'ok', 'warn', 'bad'];
const BACK = ['bg', 'surface', 'raised', 'sunken', 'hover', 'selected'];
const PAIRS = [
  ['on-fill', 'fill', 4.5],
  ['on-fill', 'fill-hover', 4.5],
  ['on-fill', 'bad-fill', 4.5],
  ['on-fill', 'bad-fill-hover', 4.5],
  ['ok', 'ok-soft', 4.5],
  ['warn', 'warn-soft', 4.5],
  ['bad', 'bad-soft', 4.5],
  ['control', 'surface', 3],
  ['control', 'raised', 3],
  ...Array.from({ length: 12 }, (_, i) => [`hue-${i + 1}`, 'surface', 3]),
];

const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => channel(Number.parseInt(hex.slice(i, i + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a, b) {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
}

let broken = 0;
for (const theme of ['light', 'dark']) {
  const block = css.slice(css.indexOf(`[data-theme="${theme}"]`)).match(/\{([^}]*)\}/)[1];
  const token = Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g)].map((m) => [m[1], m[2]]));
  const table = {};
  for (const text of TEXT) {
    table[text] = {};
    for (const back of BACK) {
      const ratio = contrast(token[text], token[back]);
      table[text][back] = Number(ratio.toFixed(2));
      if (ratio < 4.5) broken++;
    }
  }
  console.log(theme);
  console.table(table);
  for (const [a, b, bar] of PAIRS) {
    const ratio = contrast(token[a], token[b]);
    if (ratio < bar) broken++;
    console.log(`${ratio < bar ? 'LOW ' : 'ok  '} ${a} on ${b}: ${ratio.toFixed(2)} (${bar})`);
  }
}
process.exit(broken ? 1 : 0);
