import { preview } from 'vite';
import type { Host } from './measure';

/** The built folder on this machine, until it is stopped; stopping twice is once. */
export async function serve(outDir: string): Promise<Host> {
  const server = await preview({
    logLevel: 'silent',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', open: false },
  });
  let stopped: Promise<void> | null = null;
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    stop() {
      stopped ??= server.close();
      return stopped;
    },
  };
}
