import { openStore } from '../../core/store';
import { fetchBytes } from '../engine/loader';
import { openSpool } from '../ingest/zip/disk-spool';
import { spawnEngine } from '../training/spawn-engine';
import type { FormatsHost } from './context';

/** The browser as the formats worker finds it. */
export function browserHost(): FormatsHost {
  return { openStore: () => openStore(), spawnEngine, fetchBytes, spool: openSpool };
}
