import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

function installed(): boolean {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Finds nginx, or installs Debian's; throws with a remedy. */
function ensureNginx(): void {
  if (installed()) return;
  // -n: a password cannot be typed here.
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  try {
    for (const words of [['update'], ['install', '-y', '--no-install-recommends', 'nginx-light']]) {
      const [command, ...rest] = [...sudo, 'apt-get', '-qq', ...words];
      execFileSync(command!, rest, { stdio: 'inherit' });
    }
  } catch (error) {
    console.error((error as Error).message);
  }
  if (!installed()) throw new Error('This test needs nginx: apt-get install nginx-light');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

export interface Nginx {
  url: string;
  stop(): Promise<void>;
}

/**
 * Debian's nginx with the container's configuration: only where it listens, what it serves and where
 * it may write are other than there. `folder` takes what it writes.
 */
export async function startNginx(folder: string): Promise<Nginx> {
  ensureNginx();
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const original = readFileSync(join(root, 'deploy/nginx.conf'), 'utf8');
  const changes: [RegExp, string][] = [
    [/listen 8080;\n\s*listen \[::\]:8080;/, `listen 127.0.0.1:${port};`],
    [/\/srv\/lensmith;/, `${join(root, 'dist')};`],
    [/\/tmp\/nginx/g, `${folder}/nginx`],
  ];
  let text = original;
  for (const [what, by] of changes) {
    if (text.search(what) < 0) throw new Error(`deploy/nginx.conf has no ${what}`);
    text = text.replace(what, by);
  }
  const conf = join(folder, 'nginx.conf');
  // As root its workers would be nobody, who may not read a checkout below /root.
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  writeFileSync(conf, user + text);
  const child: ChildProcess = spawn(
    'nginx',
    ['-p', folder, '-c', conf, '-e', join(folder, 'error.log'), '-g', 'daemon off;'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr?.on('data', (data) => {
    said += data;
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const url = `http://127.0.0.1:${port}/`;
  for (let tries = 0; ; tries++) {
    const answered = await fetch(`${url}healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) break;
    if (tries > 100 || child.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    url,
    async stop() {
      child.kill('SIGQUIT');
      await ended;
    },
  };
}
