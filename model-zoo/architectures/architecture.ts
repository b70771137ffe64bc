import type { Graph } from '../graph/types';

export interface ArchitectureOptions {
  /** Pixels. */
  inputSize: readonly [height: number, width: number];
  /** 0: no classifier, the output is the pooled features. */
  classes: number;
}

/** Throws GraphError where the input size is too small for the network. */
export type Architecture = (options: ArchitectureOptions) => Graph;
