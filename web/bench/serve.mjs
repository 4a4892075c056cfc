// Serves a build as the server does: gzip, immutable assets, index.html for every page, the strict content policy.
// usage: node bench/serve.mjs [dist] [port]
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};
export const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

export function serve(dist, port) {
  const server = http.createServer((req, res) => {
    const { pathname } = new URL(req.url, 'http://127.0.0.1');
    if (pathname.startsWith('/api/') || pathname.startsWith('/live/')) {
      res.writeHead(503, { 'Content-Type': 'application/json' }).end('{"code":"unavailable","message":"no server"}');
      return;
    }
    const asked = path.join(dist, path.normalize(pathname));
    const file =
      asked.startsWith(dist) && fs.existsSync(asked) && fs.statSync(asked).isFile()
        ? asked
        : path.join(dist, 'index.html');
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    const raw = fs.readFileSync(file);
    const zip = /text|json|svg/.test(type) && /gzip/.test(req.headers['accept-encoding'] ?? '');
    res.writeHead(200, {
      'Content-Type': type,
      'Content-Security-Policy': CSP,
      'Cache-Control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(zip ? { 'Content-Encoding': 'gzip' } : {}),
    });
    res.end(zip ? zlib.gzipSync(raw) : raw);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const server = await serve(path.resolve(process.argv[2] ?? 'dist'), Number(process.argv[3] ?? 4173));
  console.log(`http://127.0.0.1:${server.address().port}`);
}
