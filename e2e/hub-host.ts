import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createXetStore, type XetStore } from './xet-store';

/** A repository of the stand-in. */
export interface HubRepo {
  files: Map<string, Uint8Array>;
  licence?: string;
  /** Its files are only for those who asked. */
  gated?: boolean;
  private?: boolean;
  type?: 'model' | 'space';
}

/** A server on this machine that speaks the paths of huggingface.co that Lensmith uses. */
export interface HubHost {
  readonly url: string;
  /** Where large files are sent; this server unless told otherwise. */
  casUrl: string | null;
  readonly repos: Map<string, HubRepo>;
  /** `GET /timm/x/resolve/...  bytes=0-99`, in their order. */
  readonly requests: string[];
  /** Closes the connection after so many bytes of weights, then after so many more, and so on. */
  cuts: number[];
  /** Announced as the SHA-256 of weights in place of the true one. */
  announced: string | null;
  /** How many of the next uploads of large files are cut off. */
  brokenUploads: number;
  /** Who may write: token and the names it may write to. */
  readonly tokens: Map<string, { name: string; role: 'read' | 'write'; orgs?: string[] }>;
  close(): Promise<void>;
}

/** Large files that have come, by their SHA-256, and the chunks they come in. */
interface LargeFiles {
  uploads: Map<string, Uint8Array>;
  xet: XetStore;
}

const xetToken = 'xet_for_this_upload';
const revision = '0123456789abcdef0123456789abcdef01234567';
const exposed =
  'X-Repo-Commit, X-Error-Code, X-Error-Message, ETag, Link, X-Linked-Size, X-Linked-ETag, Content-Range';

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export async function startHub(): Promise<HubHost> {
  const hub: HubHost & { url: string } = {
    url: '',
    casUrl: null,
    repos: new Map(),
    requests: [],
    cuts: [],
    announced: null,
    brokenUploads: 0,
    tokens: new Map(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const uploads = new Map<string, Uint8Array>();
  const xet = createXetStore();
  const server = createServer((request, response) => {
    const range = request.headers.range ? ` ${request.headers.range}` : '';
    hub.requests.push(`${request.method} ${request.url}${range}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', exposed);
    answer(hub, { uploads, xet }, request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.keepAliveTimeout = 1;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return hub;
}

async function answer(
  hub: HubHost,
  store: LargeFiles,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ServerResponse> {
  const path = new URL(request.url!, hub.url).pathname;
  if (request.method === 'OPTIONS') {
    const allow = { 'Access-Control-Allow-Headers': '*', 'Access-Control-Allow-Methods': '*' };
    return response.writeHead(204, allow).end();
  }
  const info = /^\/api\/models\/([^/]+\/[^/]+)\/revision\/[^/]+$/.exec(path);
  if (info) return repoInfo(hub, info[1]!, response);
  const paths = /^\/api\/models\/([^/]+\/[^/]+)\/paths-info\/[^/]+$/.exec(path);
  if (paths) return pathsInfo(hub, paths[1]!, await read(request), response);
  const file = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(path);
  if (file) return resolveFile(hub, file[1]!, file[2]!, request, response);
  const stored = /^\/cdn\/([^/]+\/[^/]+)\/(.+)$/.exec(path);
  if (stored)
    return sendFile(hub, hub.repos.get(stored[1]!)!.files.get(stored[2]!)!, request, response);
  return write(hub, store, path, request, response);
}

function repoInfo({ repos }: HubHost, name: string, response: ServerResponse): ServerResponse {
  const repo = repos.get(name);
  // As the Hub answers somebody without a token.
  if (!repo) return refuse(response, 401, 'RepoNotFound', 'Repository not found');
  return json(response, 200, {
    _id: 'a',
    id: name,
    private: false,
    gated: repo.gated ? 'auto' : false,
    downloads: 0,
    likes: 0,
    lastModified: '2026-01-01T00:00:00.000Z',
    sha: revision,
    cardData: repo.licence === undefined ? {} : { license: repo.licence },
  });
}

function pathsInfo(
  { repos, announced }: HubHost,
  name: string,
  body: Uint8Array,
  response: ServerResponse,
): ServerResponse {
  const { paths } = JSON.parse(String(Buffer.from(body))) as { paths: string[] };
  const found = paths.flatMap((path) => {
    const bytes = repos.get(name)?.files.get(path);
    if (!bytes) return [];
    const size = bytes.length;
    const lfs = { oid: announced ?? sha256(bytes), size, pointerSize: 134 };
    return [{ type: 'file', path, size, oid: revision, ...(isLarge(path) && { lfs }) }];
  });
  return json(response, 200, found);
}

/** What the Hub's .gitattributes put into its large file storage. */
const isLarge = (path: string) => /\.(safetensors|onnx|bin|wasm|pth)$/.test(path);

function resolveFile(
  { repos }: HubHost,
  name: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const repo = repos.get(name);
  if (!repo) return refuse(response, 401, 'RepoNotFound', 'Repository not found');
  if (repo.gated)
    return refuse(response, 401, 'GatedRepo', `Access to model ${name} is restricted`);
  const bytes = repo.files.get(path);
  if (!bytes) return refuse(response, 404, 'EntryNotFound', 'Entry not found');
  response.setHeader('X-Repo-Commit', revision);
  if (!isLarge(path)) {
    response.setHeader('ETag', '"0123456789abcdef0123456789abcdef01234567"');
    return send(bytes, request, response);
  }
  // Large files lie elsewhere.
  return response.writeHead(302, { Location: `/cdn/${name}/${path}` }).end();
}

function sendFile(
  hub: HubHost,
  bytes: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  // As an object store makes it: not the file's hash.
  response.setHeader('ETag', '"9b2cf535f27731c974343645a3985328-6"');
  const [from, to] = rangeOf(request, bytes.length);
  const [left] = hub.cuts;
  if (left === undefined || left >= to - from) {
    if (left !== undefined) hub.cuts[0] = left - (to - from);
    return send(bytes, request, response);
  }
  hub.cuts.shift();
  head(bytes, request, response);
  response.write(bytes.subarray(from, from + left), () => response.destroy());
  return response;
}

function send(
  bytes: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const [from, to] = rangeOf(request, bytes.length);
  return head(bytes, request, response).end(bytes.subarray(from, to));
}

function head(
  bytes: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const [from, to] = rangeOf(request, bytes.length);
  const part = request.headers.range !== undefined;
  return response.writeHead(part ? 206 : 200, {
    'Content-Length': to - from,
    'Accept-Ranges': 'bytes',
    ...(part && { 'Content-Range': `bytes ${from}-${to - 1}/${bytes.length}` }),
  });
}

function rangeOf({ headers }: IncomingMessage, length: number): [from: number, to: number] {
  const found = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
  return found ? [Number(found[1]), Math.min(length, Number(found[2]) + 1)] : [0, length];
}

/** Everything that needs a token. */
async function write(
  hub: HubHost,
  store: LargeFiles,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ServerResponse> {
  const body = await read(request);
  const upload = /^\/upload\/([0-9a-f]{64})$/.exec(path);
  if (upload && request.method === 'PUT') {
    if (hub.brokenUploads > 0) {
      hub.brokenUploads--;
      request.socket.destroy();
      return response;
    }
    if (sha256(body) !== upload[1]) return json(response, 400, { error: 'wrong content' });
    store.uploads.set(upload[1]!, body);
    return json(response, 200, {});
  }
  if (path.startsWith('/v1/')) return xetUpload(hub, store, path, request, body, response);
  const user = hub.tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
  if (!user) return json(response, 401, { error: 'Invalid username or password.' });
  const mayWrite = (name: string) =>
    user.role === 'write' && [user.name, ...(user.orgs ?? [])].includes(name.split('/')[0]!);
  if (path === '/api/whoami-v2') {
    const orgs = (user.orgs ?? []).map((name) => ({ type: 'org', name }));
    const auth = { type: 'access_token', accessToken: { displayName: 'a', role: user.role } };
    return json(response, 200, { type: 'user', id: 'u', name: user.name, orgs, auth });
  }
  if (path === '/api/repos/create') {
    const asked = JSON.parse(String(Buffer.from(body)));
    const name = `${asked.organization}/${asked.name}`;
    if (!mayWrite(name)) {
      return json(response, 403, {
        error: `You don't have the rights to create a model under the namespace "${asked.organization}"`,
      });
    }
    const key = asked.type === 'space' ? `spaces/${name}` : name;
    if (hub.repos.has(key)) {
      return json(response, 409, {
        error: 'You already created this model repo',
        url: `${hub.url}/${key}`,
      });
    }
    hub.repos.set(key, {
      files: new Map(),
      type: asked.type,
      private: asked.visibility === 'private',
    });
    return json(response, 200, { url: `${hub.url}/${key}`, name, id: 'r' });
  }
  const tree = /^\/api\/(model|space)s\/([^/]+\/[^/]+)\/tree\/main$/.exec(path);
  if (tree) {
    const repo = hub.repos.get(tree[1] === 'space' ? `spaces/${tree[2]}` : tree[2]!);
    if (!repo) return refuse(response, 404, 'RepoNotFound', 'Repository not found');
    const entries = [...repo.files].map(([path, { length }]) => {
      return { type: 'file', path, size: length, oid: '0' };
    });
    return json(response, 200, entries);
  }
  const preupload = /^\/api\/(model|space)s\/([^/]+\/[^/]+)\/preupload\/main$/.exec(path);
  if (preupload) {
    if (!mayWrite(preupload[2]!)) return json(response, 403, { error: 'Forbidden' });
    const { files } = JSON.parse(String(Buffer.from(body))) as {
      files: { path: string; size: number }[];
    };
    return json(response, 200, {
      files: files.map(({ path, size }) => ({
        path,
        uploadMode: isLarge(path) || size > 10_000_000 ? 'lfs' : 'regular',
      })),
    });
  }
  if (/\.git\/info\/lfs\/objects\/batch$/.test(path)) {
    const { objects, transfers } = JSON.parse(String(Buffer.from(body))) as {
      objects: { oid: string; size: number }[];
      transfers: string[];
    };
    const isXet = transfers.includes('xet');
    const header = {
      'X-Xet-Cas-Url': hub.casUrl ?? hub.url,
      'X-Xet-Access-Token': xetToken,
      'X-Xet-Token-Expiration': String(Math.floor(Date.now() / 1000) + 3600),
    };
    return json(response, 200, {
      transfer: isXet ? 'xet' : 'basic',
      objects: objects.map(({ oid, size }) => ({
        oid,
        size,
        actions: {
          upload: isXet
            ? { href: `${hub.url}${path}/xet-write-token`, header }
            : { href: `${hub.url}/upload/${oid}` },
        },
      })),
    });
  }
  const commit = /^\/api\/(model|space)s\/([^/]+\/[^/]+)\/commit\/main$/.exec(path);
  if (commit) {
    const key = commit[1] === 'space' ? `spaces/${commit[2]}` : commit[2]!;
    const repo = hub.repos.get(key);
    if (!repo || !mayWrite(commit[2]!)) return json(response, 403, { error: 'Forbidden' });
    for (const line of String(Buffer.from(body)).split('\n')) {
      const { key, value } = JSON.parse(line);
      if (key === 'file') repo.files.set(value.path, Buffer.from(value.content, 'base64'));
      if (key === 'deletedFile') repo.files.delete(value.path);
      if (key === 'lfsFile') {
        const content = store.uploads.get(value.oid);
        if (!content) return json(response, 400, { error: `${value.path} was not uploaded` });
        repo.files.set(value.path, content);
      }
    }
    return json(response, 200, {
      success: true,
      commitOid: revision,
      commitUrl: `${hub.url}/${key}`,
      hookOutput: '',
    });
  }
  return json(response, 404, { error: 'Not found' });
}

function xetUpload(
  hub: HubHost,
  { uploads, xet }: LargeFiles,
  path: string,
  request: IncomingMessage,
  body: Uint8Array,
  response: ServerResponse,
): ServerResponse {
  if (request.headers.authorization !== `Bearer ${xetToken}`) return json(response, 401, {});
  if (hub.brokenUploads > 0) {
    hub.brokenUploads--;
    request.socket.destroy();
    return response;
  }
  const xorb = /^\/v1\/xorbs\/default\/([0-9a-f]{64})$/.exec(path);
  if (xorb && request.method === 'POST') {
    xet.addXorb(xorb[1]!, body);
    return json(response, 200, { was_inserted: true });
  }
  if (path === '/v1/shards' && request.method === 'POST') {
    for (const { sha256, content } of xet.addShard(body)) uploads.set(sha256, content);
    return json(response, 200, { result: 1 });
  }
  // Of the chunks asked for none is known.
  return json(response, 404, { error: 'Not found' });
}

async function read(request: IncomingMessage): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of request) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): ServerResponse {
  response.setHeader('X-Error-Code', code);
  response.setHeader('X-Error-Message', message);
  return json(response, status, { error: message });
}

function json(response: ServerResponse, status: number, value: unknown): ServerResponse {
  return response
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(JSON.stringify(value));
}
