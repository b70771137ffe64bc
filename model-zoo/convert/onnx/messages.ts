/**
 * The messages of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto that an exported network
 * uses; the numbers are that file's field numbers.
 */
import type { Shape } from '../../graph/types';
import { bytes, concat, type Encoded, float, int, type LazyBytes, message, text } from './protobuf';

/** Of ONNX 1.12, the first with LayerNormalization. */
export const operatorSet = 17;
const irVersion = 8;

/** TensorProto.DataType. */
const dataTypes = { float32: 1, uint8: 2, int8: 3, int64: 7 };
export type DataType = keyof typeof dataTypes;
export const elementBytes: Record<DataType, number> = { float32: 4, uint8: 1, int8: 1, int64: 8 };

/** AttributeProto.AttributeType. */
const attributeTypes = { float: 1, int: 2, ints: 7 };
export type Attribute =
  | { float: number }
  | { int: number }
  | { ints: readonly number[] }
  | { type: DataType };

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly type: DataType;
  readonly shape: Shape;
  /** Row-major, little-endian. */
  readonly content: LazyBytes;
}

/** An input or output of the model; its first dimension is the batch, `N`, left open. */
export interface OnnxValue {
  readonly name: string;
  readonly type: DataType;
  /** Without the batch dimension. */
  readonly shape: Shape;
}

export interface OnnxModel {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** A ModelProto. */
export function encodeModel(model: OnnxModel): Encoded {
  const graph = concat([
    ...model.nodes.map((node) => message(1, encodeNode(node))),
    text(2, model.name),
    ...model.tensors.map((tensor) => message(5, encodeTensor(tensor))),
    ...model.inputs.map((value) => message(11, encodeValue(value))),
    ...model.outputs.map((value) => message(12, encodeValue(value))),
  ]);
  return concat([
    int(1, irVersion),
    text(2, 'Lensmith'),
    message(7, graph),
    message(8, concat([text(1, ''), int(2, operatorSet)])),
    ...Object.entries(model.metadata).map(([key, value]) =>
      message(14, concat([text(1, key), text(2, value)])),
    ),
  ]);
}

function encodeNode({ name, op, inputs, output, attributes }: OnnxNode): Encoded {
  return concat([
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(3, name),
    text(4, op),
    ...Object.entries(attributes).map(([key, value]) => message(5, encodeAttribute(key, value))),
  ]);
}

function encodeAttribute(name: string, value: Attribute): Encoded {
  const fields = [text(1, name)];
  if ('float' in value) fields.push(float(2, value.float), int(20, attributeTypes.float));
  else if ('int' in value) fields.push(int(3, value.int), int(20, attributeTypes.int));
  else if ('type' in value) fields.push(int(3, dataTypes[value.type]), int(20, attributeTypes.int));
  else fields.push(...value.ints.map((i) => int(8, i)), int(20, attributeTypes.ints));
  return concat(fields);
}

function encodeTensor({ name, type, shape, content }: OnnxTensor): Encoded {
  return concat([
    ...shape.map((extent) => int(1, extent)),
    int(2, dataTypes[type]),
    text(8, name),
    bytes(9, content),
  ]);
}

function encodeValue({ name, type, shape }: OnnxValue): Encoded {
  const dimensions = concat([
    message(1, text(2, 'N')),
    ...shape.map((extent) => message(1, int(1, extent))),
  ]);
  const tensor = concat([int(1, dataTypes[type]), message(2, dimensions)]);
  return concat([text(1, name), message(2, message(1, tensor))]);
}
