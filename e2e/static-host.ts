import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export interface StaticHost {
  /** Ends in `/`. */
  url: string;
  /** Nobody listens until `start` is called again. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Serves a folder below `base`, and `pages` beside its files, as any static host does: GET only. */
export async function hostUnder(
  base: string,
  folder: string,
  pages: Record<string, string> = {},
  hostname = '127.0.0.1',
): Promise<StaticHost> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const name = pathname.startsWith(base) ? pathname.slice(base.length) || 'index.html' : null;
    const path = name === null ? null : join(folder, name);
    const page = name === null ? undefined : pages[name];
    if (request.method !== 'GET') {
      response.writeHead(405).end();
    } else if (page !== undefined) {
      response.writeHead(200, { 'content-type': types['.html'] }).end(page);
    } else if (path?.startsWith(resolve(folder)) && existsSync(path) && statSync(path).isFile()) {
      const type = types[extname(path)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type });
      createReadStream(path).pipe(response);
    } else {
      response.writeHead(404).end();
    }
  });
  let port = 0;
  const start = async () => {
    await new Promise<void>((done) => server.listen(port, hostname, done));
    port = (server.address() as AddressInfo).port;
  };
  await start();
  return {
    url: `http://${hostname}:${port}${base}`,
    start,
    async stop() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
