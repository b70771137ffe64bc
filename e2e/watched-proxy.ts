import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WatchedProxy {
  /** For a browser's proxy setting. */
  server: string;
  /** Every `host:port` that anything in the browser asked for, its service workers included. */
  asked: Set<string>;
  close(): Promise<void>;
}

/** An HTTP proxy that forwards to this machine's own servers, refuses all else, and notes both. */
export async function watchedProxy(): Promise<WatchedProxy> {
  const asked = new Set<string>();
  const forward = (incoming: IncomingMessage, answer: ServerResponse) => {
    const url = new URL(incoming.url ?? '');
    asked.add(url.host);
    if (url.hostname !== 'localhost' && url.hostname !== '127.0.0.1') {
      answer.writeHead(502).end();
      return;
    }
    const { method, headers } = incoming;
    const outgoing = request(url, { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  };
  const server = createServer(forward);
  server.on('connect', (incoming, socket) => {
    asked.add(incoming.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    server: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
