import { initial } from './1-initial';
import { calibrationAndTogether } from './2-calibration-and-together';
import type { Migration } from './migration';

/** Every step in order; the last one's version is the database's. */
export const migrations: readonly Migration[] = [initial, calibrationAndTogether];
