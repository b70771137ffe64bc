import type { Dataset, Split } from '../../../core/dataset';
import type { ClassMetrics } from '../../../core/learning/evaluation/per-class';
import type { Experiment, Run } from '../../../core/run';
import type { Card } from '../../../model-zoo/card';
import type { TrainedModel } from '../../../model-zoo/convert/exported';

/** Pictures of one class on each side of the split. */
export type SideCounts = Record<Split, number>;

/** Everything that a model card tells, gathered once (gather.ts) and written by pure functions. */
export interface CardFacts {
  readonly run: Run;
  readonly experiment: Experiment;
  /** Null where it is not here: of an imported model, say. */
  readonly dataset: Dataset | null;
  /** By class; null without the dataset. */
  readonly counts: readonly SideCounts[] | null;
  /** The weights that training started from. */
  readonly backbone: Card;
  readonly model: Pick<TrainedModel, 'architecture' | 'graph' | 'classes' | 'preprocessing'>;
  /** By class, on test pictures where they have been read; null without stored answers. */
  readonly perClass: {
    readonly on: 'test' | 'validation';
    readonly of: readonly ClassMetrics[];
  } | null;
  /** Other finished runs of the experiment that no test can tell from this one. */
  readonly tied: readonly Run[];
  /** Of what the bundle was made of. */
  readonly licences: readonly LicenceFile[];
}

/** A licence or notice that travels with what it is about. */
export interface LicenceFile {
  /** `LICENSES/Apache-2.0.txt`. */
  readonly path: string;
  readonly text: string;
}

/** A finished file of the export, as the certificate lists it. */
export interface HashedFile {
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}
