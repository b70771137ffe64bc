import { type Augmentation, resolveAugmentation } from '../../core/augmentation/options';
import { LensmithError } from '../../core/errors';
import type { Depth, Preset, Run, TrainOptions } from '../../core/run';
import type { Card } from '../../model-zoo/card';
import { type DepthSettings, settingsFor, type TailSearch, tailSearch } from './defaults';

/** What will be trained, every default filled in. */
export interface Plan {
  /** In the order in which they are tried. */
  backbones: Card[];
  preset: Preset;
  /** Most minutes to spend; null: as the preset needs. */
  minutes: number | null;
  /** That depth for all; null: heads for all, then a search for deeper tails of the leaders. */
  depth: Depth | null;
  /** What that search tries. */
  search: TailSearch;
  seed: number;
  /** How the pictures that heads learn from are varied; null: not at all. */
  augmentation: Augmentation | null;
  settings(card: Card, depth: Depth, scheme: Run['validationScheme']): DepthSettings;
}

const PRESETS: readonly Preset[] = ['quick', 'balanced', 'best'];
const DEPTHS: readonly Depth[] = ['head', 'last-stage', 'last-two-stages', 'all'];

/** A week. */
const MOST_MINUTES = 7 * 24 * 60;

/**
 * Checks what a person asked for and fills in the rest.
 * Throws badOption for a senseless value, unknownBackbone for a name that is not in `zoo`.
 */
export function resolveOptions(
  options: TrainOptions,
  zoo: { cards: readonly Card[]; starters: readonly string[] },
): Plan {
  whole('epochs', options.epochs, 1, 10_000);
  whole('batchSize', options.batchSize, 1, 1024);
  whole('seed', options.seed, 0, 2 ** 32 - 1);
  const { depth, learningRate, backend, preset = 'balanced', minutes } = options;
  if (!PRESETS.includes(preset)) throw bad('preset', preset, PRESETS.join(', '));
  if (minutes !== undefined && !within(minutes, MOST_MINUTES)) {
    throw bad('minutes', minutes, `a number above 0 and at most ${MOST_MINUTES}`);
  }
  if (depth !== undefined && !DEPTHS.includes(depth)) {
    throw bad('depth', depth, DEPTHS.join(', '));
  }
  if (backend !== undefined && backend !== 'wasm' && backend !== 'webgpu') {
    throw bad('backend', backend, 'wasm, webgpu');
  }
  if (learningRate !== undefined && !within(learningRate, 1)) {
    throw bad('learningRate', learningRate, 'a number above 0 and at most 1');
  }
  return {
    backbones: options.backbones ? backbones(options.backbones, zoo) : starters(zoo),
    preset,
    minutes: minutes ?? null,
    depth: depth ?? (preset === 'quick' ? 'head' : null),
    search: {
      ...tailSearch(preset === 'best' ? 'best' : 'balanced'),
      ...(learningRate === undefined ? {} : { rates: [1] }),
    },
    seed: options.seed ?? 0,
    augmentation: resolveAugmentation(options.augmentation),
    settings: (card, depth, scheme) => settingsFor(card, depth, options, scheme),
  };
}

/** Cheapest first, so that the first row of the leaderboard comes soon. */
function starters(zoo: { cards: readonly Card[]; starters: readonly string[] }): Card[] {
  return backbones(zoo.starters, zoo).sort((a, b) => a.macs - b.macs);
}

function backbones(
  asked: readonly string[],
  zoo: { cards: readonly Card[]; starters: readonly string[] },
): Card[] {
  if (!Array.isArray(asked) || asked.length === 0) {
    throw bad('backbones', String(asked), 'at least one backbone');
  }
  const names = [...new Set(asked)];
  return names.map((id) => {
    const card = zoo.cards.find((card) => card.id === id);
    if (!card) {
      // The tiny ones exist for tests; a person is told of those meant for use.
      throw new LensmithError('unknownBackbone', { id, known: zoo.starters.join(', ') });
    }
    return card;
  });
}

/** A number, not a text that looks like one, above 0. */
function within(value: number, most: number): boolean {
  return Number.isFinite(value) && value > 0 && value <= most;
}

function whole(option: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || value < least || value > most) {
    throw bad(option, value, `a whole number from ${least} to ${most}`);
  }
}

function bad(option: string, value: unknown, allowed: string): LensmithError {
  return new LensmithError('badOption', { option, value: String(value), allowed });
}
