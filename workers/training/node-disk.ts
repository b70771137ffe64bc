import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { FeatureDisk } from './feature-disk';

/** A folder of this machine as a trainer's private disk; full from `limit` bytes a file on. */
export function nodeDisk(folder: string, limit = Number.POSITIVE_INFINITY): FeatureDisk {
  const taken = new Set<string>();
  return {
    async open(name) {
      if (taken.has(name)) return null;
      taken.add(name);
      const file = openSync(join(folder, name), existing(name) ? 'r+' : 'w+');
      return {
        size: () => fstatSync(file).size,
        read: (into, at) => readSync(file, into, 0, into.length, at),
        write(from, at) {
          if (at + from.length > limit) throw new Error('quota');
          writeSync(file, from, 0, from.length, at);
        },
        truncate: (size) => ftruncateSync(file, size),
        flush: () => fsyncSync(file),
        close() {
          closeSync(file);
          taken.delete(name);
        },
      };
    },
    async list() {
      return readdirSync(folder).map((name) => {
        const { size, mtimeMs } = statSync(join(folder, name));
        return { name, bytes: size, modified: mtimeMs };
      });
    },
    remove: async (name) => rmSync(join(folder, name)),
    free: async () => limit,
  };
  function existing(name: string): boolean {
    return readdirSync(folder).includes(name);
  }
}
