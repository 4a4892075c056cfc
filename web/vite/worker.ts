import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Chunk {
  type: 'chunk';
  fileName: string;
  facadeModuleId?: string | null;
  isEntry: boolean;
  imports: string[];
  dynamicImports: string[];
}
interface Asset {
  type: 'asset';
  fileName: string;
}
export type Bundle = Record<string, Chunk | Asset>;

/** Pages that are of no use without the server. What only they need is not kept beforehand. */
const ONLINE =
  /\/src\/(app\/gallery\/|features\/(settings|transfer|events|bin|merge|webhooks|robots|people|templates|pipelines|profile|bulk)\/)/;
/** Letters of other scripts are fetched when they are met. */
const SCRIPTS = /-(latin|cyrillic)-wght-normal/;
const ALWAYS = ['/boot.js', '/icon.svg', '/manifest.webmanifest', '/icons/192.png'];

/** The files that make the client start and work without a network, out of what was built. */
export function filesToKeep(bundle: Bundle): string[] {
  const kept = new Set<string>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || kept.has(name)) return;
    if (!chunk.isEntry && chunk.facadeModuleId && ONLINE.test(chunk.facadeModuleId)) return;
    kept.add(name);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next);
  };
  for (const item of Object.values(bundle)) if (item.type === 'chunk' && item.isEntry) visit(item.fileName);
  const assets = Object.values(bundle)
    .map((item) => item.fileName)
    .filter((name) => name.endsWith('.css') || (name.endsWith('.woff2') && SCRIPTS.test(name)));
  return [...ALWAYS, ...[...kept, ...assets].map((name) => `/${name}`)].sort();
}

/** Writes into the service worker which files belong to this build, and by that gives every build a worker of its own. */
export function worker(): Plugin {
  return {
    name: 'voronka-worker',
    apply: 'build',
    writeBundle(options, bundle) {
      const path = join(options.dir ?? 'dist', 'sw.js');
      const files = filesToKeep(bundle as unknown as Bundle);
      const source = readFileSync(path, 'utf8');
      // The page names its scripts, so its text stands for it.
      const page = readFileSync(join(options.dir ?? 'dist', 'index.html'), 'utf8');
      const version = createHash('sha256')
        .update(source + page + files.join())
        .digest('hex')
        .slice(0, 12);
      writeFileSync(
        path,
        source
          .replace("const VERSION = 'dev';", `const VERSION = '${version}';`)
          .replace('const FILES = [];', `const FILES = ${JSON.stringify(files)};`),
      );
    },
  };
}
