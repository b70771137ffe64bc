import type { Shape } from '../../graph/types';
import { bool, type DataType, type NodeDef, tensorShape, type } from './graph-def';

/** A tensor as the weights manifest lists it. */
export interface StoredTensor {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32';
  /** Halves at rest; stock tfjs widens them when it loads. */
  quantization?: { dtype: 'float16'; original_dtype: 'float32' };
}

/** A constant's values, or how to make them when they are written: then they are float32. */
export type TensorSource = Float32Array | Int32Array | (() => Float32Array);

/** A GraphDef in the making: nodes in topological order, and the values of its constants. */
export interface GraphDefBuilder {
  readonly nodes: NodeDef[];
  readonly tensors: { entry: StoredTensor; data: TensorSource }[];
  /** Adds a node and returns its name. */
  node(name: string, op: string, input: readonly string[], attr?: NodeDef['attr']): string;
  /** Adds a constant and returns its name. */
  constant(name: string, shape: Shape, data: TensorSource, half?: boolean): string;
  /** An auxiliary integer vector (or, from a number, scalar) under `const/`; equal ones are shared. */
  ints(values: readonly number[] | number): string;
  /** An auxiliary float scalar under `const/`; equal ones are shared. */
  scalar(value: number): string;
}

export function createGraphDef(): GraphDefBuilder {
  const names = new Set<string>();
  const claim = (name: string) => {
    if (names.has(name)) throw new Error(`two nodes are called ${name}`);
    names.add(name);
  };
  const builder: GraphDefBuilder = {
    nodes: [],
    tensors: [],
    node(name, op, input, attr = {}) {
      claim(name);
      builder.nodes.push({ name, op, input: [...input], attr });
      return name;
    },
    constant(name, shape, data, half = false) {
      claim(name);
      const dtype: DataType = data instanceof Int32Array ? 'DT_INT32' : 'DT_FLOAT';
      const value = { tensor: { dtype, tensorShape: tensorShape(shape) } };
      builder.nodes.push({ name, op: 'Const', attr: { dtype: type(dtype), value } });
      const entry: StoredTensor = {
        name,
        shape: [...shape],
        dtype: dtype === 'DT_INT32' ? 'int32' : 'float32',
      };
      if (half) entry.quantization = { dtype: 'float16', original_dtype: 'float32' };
      builder.tensors.push({ entry, data });
      return name;
    },
    ints(values) {
      const list = typeof values === 'number' ? [values] : values;
      const name = `const/${typeof values === 'number' ? 'int' : 'ints'}_${list.join('_').replaceAll('-', 'm')}`;
      if (names.has(name)) return name;
      const shape = typeof values === 'number' ? [] : [list.length];
      return builder.constant(name, shape, Int32Array.from(list));
    },
    scalar(value) {
      const name = `const/float_${String(value).replaceAll('-', 'm').replaceAll('+', '')}`;
      return names.has(name) ? name : builder.constant(name, [], Float32Array.of(value));
    },
  };
  return builder;
}

/** Attributes most nodes carry. */
export const floatType = { T: type('DT_FLOAT') };
export const reduceAttr = { ...floatType, Tidx: type('DT_INT32'), keep_dims: bool(true) };
