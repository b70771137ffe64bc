/** One operation of a network, with what it makes and costs for one picture. */
export interface ArchitectureNode {
  /** Its id in the graph: timm's module name. */
  id: string;
  /** Of the graph's operations; key in the locales (`architecture.ops.<op>`). */
  op: string;
  /** What tells it from others of its kind, in numbers: `3x3`, `stride 2`, `depthwise`, `relu`. */
  detail: string;
  /** Ids of what it reads. */
  inputs: string[];
  /** Of its output, without the batch: [height, width, channels], [tokens, width] or [width]. */
  shape: number[];
  /** Trainable values, as timm counts them (running statistics excluded). */
  parameters: number;
  /** Multiply-accumulates of convolutions, dense layers and attention. */
  macs: number;
  /** Kept as the backbone has it while the run was trained. */
  frozen: boolean;
}

/** A run of nodes that belong together: a residual block, or the few nodes around one. */
export interface ArchitectureBlock {
  /** `layer1.0`; `conv1 … maxpool` where it is no numbered module. */
  name: string;
  nodes: ArchitectureNode[];
}

export interface ArchitectureStage {
  /** As the graph names it; `head` after the last. */
  name: string;
  blocks: ArchitectureBlock[];
}

/** The network of a run, drawn from its graph in training form. */
export interface ArchitectureDescription {
  runId: string;
  /** timm's name. */
  architecture: string;
  inputSize: [height: number, width: number];
  classes: number;
  stages: ArchitectureStage[];
  /** Of all nodes; shared parameters counted once. */
  parameters: number;
  macs: number;
  /** Of `parameters`, those that the run has trained. */
  trained: number;
}

/** What one node held for a picture, as pictures. */
export interface NodeActivation {
  nodeId: string;
  /** Of the node's output, without the batch. */
  shape: number[];
  /**
   * `map`: one picture a channel. `tokens`: likewise, the tokens laid out as the patches they stand
   * for, the class token left out. `vector`: one value a channel, in a single row.
   */
  layout: 'map' | 'tokens' | 'vector';
  /** Channels there are; `maps` has those that vary most, at most 64, in the order of the channels. */
  channels: number;
  maps: {
    channel: number;
    height: number;
    width: number;
    /** [height, width] row-major: 0 stands for `low`, 255 for `high`. */
    values: Uint8Array;
    /** Least and greatest value of the whole channel. */
    low: number;
    high: number;
  }[];
  /** The part of the upright picture that the network saw, in 0..1 of its sides. */
  seen: { x: number; y: number; width: number; height: number };
}

/** workers/formats.worker.ts, the part that describes. */
export interface ArchitectureApi {
  /** Rejects with unknownRun, backboneMissing. */
  architecture(runId: string): Promise<ArchitectureDescription>;
}
