/**
 * The intermediate representation every reader and rewriter shares: a backbone is data.
 *
 * Layout is NHWC inside: a picture is [H, W, C], tokens are [T, D], pooled features are [C].
 * Shapes never carry the batch dimension. Parameter names are timm's state-dict names, so a
 * checkpoint fits with no mapping table; parameter tensors are in the *internal* layout
 * (see `ParameterKind`), PyTorch's layout exists only in `model-zoo/convert`.
 */

export type NodeId = string;
/** Per-picture shape, no batch dimension. */
export type Shape = readonly number[];

export type Activation =
  | 'relu'
  | 'relu6'
  | 'hardSwish'
  | 'hardSigmoid'
  | 'silu'
  | 'sigmoid'
  | 'gelu';

/** Explicit padding per side, or TensorFlow's "same", which shape inference resolves per side. */
export type Padding = { top: number; right: number; bottom: number; left: number } | 'same';

interface Base {
  readonly id: NodeId;
  readonly inputs: readonly NodeId[];
}

/** A picture (or, in a tail, the activation at the cut) enters here. */
export interface InputNode extends Base {
  readonly op: 'input';
  readonly shape: Shape;
}
/** [H, W, C] -> [H', W', filters]. A fused `activation` appears only in inference form. */
export interface Conv2dNode extends Base {
  readonly op: 'conv2d';
  readonly kernel: readonly [height: number, width: number];
  readonly stride: readonly [height: number, width: number];
  readonly padding: Padding;
  readonly groups: 1 | 'depthwise';
  readonly filters: number;
  readonly weight: string;
  readonly bias: string | null;
  readonly activation: Activation | null;
}
/** Over the last axis, with running statistics. */
export interface BatchNormNode extends Base {
  readonly op: 'batchNorm';
  readonly epsilon: number;
  readonly weight: string;
  readonly bias: string;
  readonly runningMean: string;
  readonly runningVar: string;
}
/** Over the last axis: [..., in] -> [..., units]. */
export interface DenseNode extends Base {
  readonly op: 'dense';
  readonly units: number;
  readonly weight: string;
  readonly bias: string | null;
  readonly activation: Activation | null;
}
/** Over the last axis. */
export interface LayerNormNode extends Base {
  readonly op: 'layerNorm';
  readonly epsilon: number;
  readonly weight: string;
  readonly bias: string;
}
export interface ActivationNode extends Base {
  readonly op: 'activation';
  readonly kind: Activation;
}
export interface AddNode extends Base {
  readonly op: 'add';
}
/** Elementwise; a [1, 1, C] input broadcasts over [H, W, C] (squeeze-and-excitation). */
export interface MultiplyNode extends Base {
  readonly op: 'multiply';
}
/** Padding counts as minus infinity. */
export interface MaxPoolNode extends Base {
  readonly op: 'maxPool';
  readonly kernel: readonly [height: number, width: number];
  readonly stride: readonly [height: number, width: number];
  readonly padding: Padding;
}
/** [H, W, C] -> [C], or [1, 1, C] with `keepDims`. */
export interface GlobalAveragePoolNode extends Base {
  readonly op: 'globalAveragePool';
  readonly keepDims: boolean;
}
export interface ReshapeNode extends Base {
  readonly op: 'reshape';
  readonly shape: Shape;
}
/** `permutation` over the per-picture axes. */
export interface TransposeNode extends Base {
  readonly op: 'transpose';
  readonly permutation: readonly number[];
}
/** [T, D] -> [1 + T, D]. */
export interface ConcatClassTokenNode extends Base {
  readonly op: 'concatClassToken';
  readonly token: string;
}
export interface AddPositionEmbeddingNode extends Base {
  readonly op: 'addPositionEmbedding';
  readonly embedding: string;
}
/** Multi-head scaled dot-product attention over a packed projection: [T, 3 D] -> [T, D]. */
export interface AttentionNode extends Base {
  readonly op: 'attention';
  readonly heads: number;
}
/** [T, D] -> [D]. */
export interface TakeTokenNode extends Base {
  readonly op: 'takeToken';
  readonly index: number;
}
/** Over the last axis. */
export interface SoftmaxNode extends Base {
  readonly op: 'softmax';
}

export type Node =
  | InputNode
  | Conv2dNode
  | BatchNormNode
  | DenseNode
  | LayerNormNode
  | ActivationNode
  | AddNode
  | MultiplyNode
  | MaxPoolNode
  | GlobalAveragePoolNode
  | ReshapeNode
  | TransposeNode
  | ConcatClassTokenNode
  | AddPositionEmbeddingNode
  | AttentionNode
  | TakeTokenNode
  | SoftmaxNode;

export type Op = Node['op'];

/**
 * How a parameter is laid out inside, and thereby how it differs from PyTorch:
 * conv [kh, kw, in, out] (PyTorch [out, in, kh, kw]); depthwise [kh, kw, C, 1] ([C, 1, kh, kw]);
 * dense [in, out] ([out, in]); plain as in PyTorch (vectors, tokens, position embeddings).
 */
export type ParameterKind = 'conv' | 'depthwise' | 'dense' | 'plain';

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** Internal layout. */
  readonly shape: Shape;
  /** False for running statistics. */
  readonly trainable: boolean;
}

/** A named run of nodes; a graph can be split after its `end`. In forward order. */
export interface Stage {
  readonly name: string;
  readonly end: NodeId;
}

/** The three places at which parity is checked and other parts hook in. */
export interface Taps {
  /** Last feature map [h, w, C] or normalised tokens [T, D]; null in a graph that has none left. */
  readonly features: NodeId | null;
  /** Pooled features [C], the classifier's input (timm: `forward_head(..., pre_logits=True)`). */
  readonly pooled: NodeId | null;
  /** [classes], null without a classifier. */
  readonly logits: NodeId | null;
}

export interface Graph {
  readonly name: string;
  /** Topological order; the first node is the only `input`. */
  readonly nodes: readonly Node[];
  readonly output: NodeId;
  readonly taps: Taps;
  readonly stages: readonly Stage[];
  /** Parameter prefix of the classifier, also while there is none: timm's `fc`, `classifier`, `head`. */
  readonly classifier: string;
}

/** Float32 values in the internal layout, by parameter name. */
export interface ParameterValue {
  readonly shape: Shape;
  readonly data: Float32Array;
}
export type Parameters = ReadonlyMap<string, ParameterValue>;
