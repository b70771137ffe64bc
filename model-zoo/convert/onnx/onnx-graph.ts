import { size } from '../../graph/shapes';
import type { Shape } from '../../graph/types';
import {
  type Attribute,
  type DataType,
  elementBytes,
  type OnnxNode,
  type OnnxTensor,
} from './messages';

/** An ONNX graph in the making: nodes in topological order, and its constants. */
export interface OnnxGraph {
  readonly nodes: OnnxNode[];
  readonly tensors: OnnxTensor[];
  /** Adds a node; its name is also its output's, which is returned. */
  node(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
  ): string;
  /** Adds a constant whose bytes are made when the file is written; returns its name. */
  constant(name: string, type: DataType, shape: Shape, make: () => Uint8Array<ArrayBuffer>): string;
  /** An auxiliary int64 vector (or, from a number, scalar) under `const/`; equal ones are shared. */
  ints(values: readonly number[] | number): string;
  /** An auxiliary float32 constant under `const/`, a scalar unless a shape is given; shared too. */
  floats(values: readonly number[] | number, shape?: Shape): string;
  /** Gives a node's output another name. */
  rename(output: string, name: string): void;
}

export function createOnnxGraph(): OnnxGraph {
  const names = new Set<string>();
  const claim = (name: string) => {
    if (names.has(name)) throw new Error(`two values are called ${name}`);
    names.add(name);
  };
  const graph: OnnxGraph = {
    nodes: [],
    tensors: [],
    node(name, op, inputs, attributes = {}) {
      claim(name);
      graph.nodes.push({ name, op, inputs, output: name, attributes });
      return name;
    },
    constant(name, type, shape, make) {
      claim(name);
      const content = { bytes: size(shape) * elementBytes[type], make };
      graph.tensors.push({ name, type, shape, content });
      return name;
    },
    ints(values) {
      const list = typeof values === 'number' ? [values] : values;
      const shape = typeof values === 'number' ? [] : [list.length];
      const name = `const/int64${described(shape, list)}`;
      const data = () => new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
      return names.has(name) ? name : graph.constant(name, 'int64', shape, data);
    },
    floats(values, shape = []) {
      const list = typeof values === 'number' ? [values] : values;
      const name = `const/float32${described(shape, list)}`;
      const data = () => new Uint8Array(Float32Array.from(list).buffer);
      return names.has(name) ? name : graph.constant(name, 'float32', shape, data);
    },
    rename(output, name) {
      claim(name);
      const renamed = (value: string) => (value === output ? name : value);
      graph.nodes.forEach((node, i) => {
        const inputs = node.inputs.map(renamed);
        graph.nodes[i] = { ...node, inputs, output: renamed(node.output) };
      });
    },
  };
  return graph;
}

function described(shape: Shape, values: readonly number[]): string {
  return `[${shape.join(',')}]/${values.join(',')}`;
}
