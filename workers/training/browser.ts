import { openStore, subscribe } from '../../core/store';
import { decodePicture } from '../imaging/decode';
import { openSpool } from '../ingest/zip/disk-spool';
import { machineBytes } from './device-memory';
import type { TrainerHost } from './host';
import { opfsDisk } from './opfs-disk';
import { spawnEngine } from './spawn-engine';

const MIB = 2 ** 20;
/** Features held in memory: those of a few thousand pictures. More are as soon read from disk. */
const MEMORY_SHARE = 1 / 64;
const DISK_BYTES = 512 * MIB;

/** The browser as a trainer finds it. */
export function browserHost(): TrainerHost {
  return {
    openStore: () => openStore(),
    subscribe: (listener) => subscribe(listener),
    spawn: spawnEngine,
    decode: decodePicture,
    locks: navigator.locks ?? null,
    disk: opfsDisk,
    spool: openSpool,
    memoryBytes: machineBytes() * MEMORY_SHARE,
    diskBytes: DISK_BYTES,
  };
}
