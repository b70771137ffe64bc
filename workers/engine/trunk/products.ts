import { size } from '../../../model-zoo/graph/shapes';
import type { Conv2dNode, DenseNode } from '../../../model-zoo/graph/types';
import { activationCode } from '../native/activation-codes';
import type { Pointer } from '../native/module';
import type { Operation } from './operations';
import type { Site } from './site';
import { windowOf } from './window';

/** One native call on so many pictures. */
export type Call = (pictures: number) => void;

/** A weight [depth, columns] in panels of 8 columns. */
export function packed(site: Site, weight: string, depth: number, columns: number): Pointer {
  const at = site.reserve(4 * depth * Math.ceil(columns / 8) * 8);
  const { data } = site.parameter(weight);
  site.lend(data, (raw) => site.native.pack_b(raw, depth, columns, at));
  return at;
}

export function biasOf(site: Site, bias: string | null): Pointer {
  return bias === null ? 0 : site.place(site.parameter(bias).data);
}

export function conv2d(operation: Operation, node: Conv2dNode, site: Site): Call {
  const [input, output] = [site.shape(operation.inputs[0]!), site.shape(operation.id)];
  if (node.groups === 'depthwise') return depthwise(operation, node, site);
  const [kernel, stride] = [size(node.kernel), size(node.stride)];
  // Without a neighbourhood a picture is a matrix [pixels, channels] as it lies.
  if (kernel === 1 && stride === 1 && input[0] === output[0] && input[1] === output[1]) {
    return product(operation, node, input[2]!, node.filters, site);
  }
  const { native, zeros, workspace } = site;
  const [from, to] = [site.at(operation.inputs[0]!), site.at(operation.id)];
  const window = site.place(windowOf(node, input, output));
  const filter = packed(site, node.weight, kernel * input[2]!, node.filters);
  const bias = biasOf(site, node.bias);
  const residual = operation.residual === null ? 0 : site.at(operation.residual);
  const activation = activationCode(operation.activation);
  return (pictures) =>
    native.conv2d(
      ...([window, pictures, from, filter, node.filters, bias] as const),
      ...([residual, activation, to, zeros, workspace] as const),
    );
}

export function dense(operation: Operation, node: DenseNode, site: Site): Call {
  const depth = site.shape(operation.inputs[0]!).at(-1)!;
  return product(operation, node, depth, node.units, site);
}

function product(
  operation: Operation,
  { weight, bias }: Conv2dNode | DenseNode,
  depth: number,
  columns: number,
  site: Site,
): Call {
  const { native, workspace } = site;
  const rows = size(site.shape(operation.inputs[0]!)) / depth;
  const [from, to] = [site.at(operation.inputs[0]!), site.at(operation.id)];
  const right = packed(site, weight, depth, columns);
  const biasAt = biasOf(site, bias);
  const residual = operation.residual === null ? 0 : site.at(operation.residual);
  const activation = activationCode(operation.activation);
  return (pictures) =>
    native.gemm(
      ...([from, 0, right, to, pictures * rows, depth, columns] as const),
      ...([biasAt, residual, activation, 0, workspace] as const),
    );
}

function depthwise(operation: Operation, node: Conv2dNode, site: Site): Call {
  const { native } = site;
  const [from, to] = [site.at(operation.inputs[0]!), site.at(operation.id)];
  const window = site.place(
    windowOf(node, site.shape(operation.inputs[0]!), site.shape(operation.id)),
  );
  const weights = site.place(site.parameter(node.weight).data);
  const bias = biasOf(site, node.bias);
  const activation = activationCode(operation.activation);
  return (pictures) => native.depthwise2d(window, pictures, from, weights, bias, activation, to);
}
