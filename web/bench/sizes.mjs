// Gzip size of what a route really loads (entry, static imports, css), read from Vite's manifest.
// usage: node bench/sizes.mjs DIST [--max-initial KB] [--max-css KB] [--max route=KB …]; exit 1 when a bar is broken
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

/** The routes that have a bar of their own, by the module that opens them. */
const ROUTES = {
  'src/features/deals/index.ts': 'board',
  'src/features/contacts/index.ts': 'list',
  'src/features/cards/index.ts': 'card',
};

const [dist, ...args] = process.argv.slice(2);
const manifest = JSON.parse(fs.readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'));
const max = {};
let maxCss = Number.POSITIVE_INFINITY;
for (let i = 0; i < args.length; i++) {
  if (args[i] === '--max-initial') max.initial = Number(args[++i]);
  else if (args[i] === '--max-css') maxCss = Number(args[++i]);
  else if (args[i] === '--max') {
    const [route, kb] = args[++i].split('=');
    max[route] = Number(kb);
  }
}

const gz = (file) => zlib.gzipSync(fs.readFileSync(path.join(dist, file)), { level: 9 }).length / 1024;
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}
function cost(keys) {
  const css = new Set(keys.flatMap((key) => manifest[key].css ?? []));
  const js = keys
    .filter((key) => manifest[key].file.endsWith('.js'))
    .reduce((sum, key) => sum + gz(manifest[key].file), 0);
  return { js, css: [...css].reduce((sum, file) => sum + gz(file), 0) };
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const base = closure(entry);
const rows = [];
let broken = 0;
function add(route, keys, cssBar = Number.POSITIVE_INFINITY) {
  const { js, css } = cost(keys);
  const bar = max[route];
  const ok = (bar === undefined || js <= bar) && css <= cssBar;
  if (!ok) broken++;
  rows.push({ route, 'js gz KB': Number(js.toFixed(1)), 'css gz KB': Number(css.toFixed(1)), bar: bar ?? '', ok });
}
add('initial', [...base], maxCss);
for (const key of Object.keys(manifest)) {
  if (!manifest[key].isDynamicEntry) continue;
  add(
    ROUTES[key] ?? path.basename(key.replace(/\/index\.ts$/, '')).replace(/\.\w+$/, ''),
    [...closure(key)].filter((part) => !base.has(part)),
  );
}
console.table(rows);
for (const route of Object.keys(max)) {
  if (rows.some((row) => row.route === route)) continue;
  console.error(`no route is named ${route}: its module has moved, name it in ROUTES`);
  broken++;
}
process.exit(broken ? 1 : 0);
