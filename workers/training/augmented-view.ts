import {
  beta,
  cutBox,
  cutmix,
  keptShare,
  type MixKind,
  mixOf,
  partners,
} from '../../core/augmentation/mix';
import { type Augmentation, pixelsKey } from '../../core/augmentation/options';
import { augmented, viewRandom } from '../../core/augmentation/view';
import { createRandom } from '../../core/random';
import type { Partition } from './partition';
import type { Samples } from './samples';
import type { AugmentedView } from './views';

/** Whose label a row shares, and how much of its own it keeps. */
export interface Mix {
  readonly kind: MixKind;
  partner(row: number): number;
  /** 0..1. */
  share(row: number): number;
}

/** A view's pixels and how its labels are mixed. */
export interface PlannedView {
  readonly view: AugmentedView;
  readonly mix: Mix | null;
}

/**
 * The varied views of an experiment, fixed by its seed. Mixes join pictures that are held out
 * together or never, so that nothing is learned from a picture that judges.
 */
export function plannedViews(
  one: Augmentation,
  seed: number,
  samples: Pick<Samples, 'pictures'>,
  partition: Partition,
  [height, width]: readonly [number, number],
): PlannedView[] {
  const size = { width, height };
  const hash = (row: number) => samples.pictures[row].hash;
  const groups =
    partition.scheme === 'k-fold'
      ? partition.folds.map(({ heldOut }) => heldOut)
      : [partition.final];
  return Array.from({ length: one.views }, (_, number) => {
    const random = (row: number) => viewRandom(seed, number, hash(row));
    const kind = mixOf(one, number);
    const key = `${pixelsKey(one)}|${seed}|${number}`;
    const pairs = kind
      ? partners(groups, createRandom(seed).fork(`partners of view ${number}`))
      : new Map<number, number>();
    const partner = (row: number) => pairs.get(row) ?? row;
    const drawn = (row: number) => random(row).fork('mix');
    const box = (row: number) => {
      const draw = drawn(row);
      return cutBox(size, beta(draw, one.cutmix), draw);
    };
    const mix: Mix | null = kind && {
      kind,
      partner,
      share: (row) => (kind === 'mixup' ? beta(drawn(row), one.mixup) : keptShare(size, box(row))),
    };
    const cutting = kind === 'cutmix';
    const view: AugmentedView = {
      key: cutting ? `${key}|cutmix ${one.cutmix}|${partition.hash}` : key,
      partner: (row) => (cutting ? partner(row) : null),
      make(own, row, other) {
        const base = augmented(own, one, random(row));
        if (!cutting || !other) return base.data;
        return cutmix(base, augmented(other, one, random(partner(row))), box(row)).data;
      },
    };
    return { view, mix };
  });
}
