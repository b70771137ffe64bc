import { openStore } from '../../core/store';
import { fetchBytes } from '../engine/loader';
import { openSpool } from '../ingest/zip/disk-spool';
import { spawnReader } from '../reader/spawn-reader';
import { spawnEngine } from '../training/spawn-engine';
import type { FormatsHost } from './context';

/** The browser as the formats worker finds it. */
export function browserHost(): FormatsHost {
  return { openStore: () => openStore(), spawnEngine, spawnReader, fetchBytes, spool: openSpool };
}
