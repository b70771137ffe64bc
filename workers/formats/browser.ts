import { openStore } from '../../core/store';
import { fetchBytes } from '../engine/loader';
import { spawnEngine } from '../training/spawn-engine';
import type { FormatsHost } from './context';

/** The browser as the formats worker finds it. */
export function browserHost(): FormatsHost {
  return { openStore: () => openStore(), spawnEngine, fetchBytes };
}
