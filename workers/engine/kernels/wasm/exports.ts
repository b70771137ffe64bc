import type { NativeExports, Pointer } from '../../native/module';

/**
 * What the module exports for training: native/src says what each function does. `window` is a Window
 * (native/src/window.h), `workspace` has product_workspace floats unless said otherwise.
 */
export interface TrainingExports extends NativeExports {
  product_workspace(): number;
  batch_product(
    a: Pointer,
    aTransposed: number,
    aStep: number,
    b: Pointer,
    bTransposed: number,
    bStep: number,
    c: Pointer,
    batch: number,
    rows: number,
    depth: number,
    columns: number,
    workspace: Pointer,
  ): void;
  conv2d_forward(
    window: Pointer,
    pictures: number,
    input: Pointer,
    filter: Pointer,
    filters: number,
    output: Pointer,
    workspace: Pointer,
  ): void;
  conv2d_input_gradient(
    window: Pointer,
    pictures: number,
    dy: Pointer,
    filter: Pointer,
    filters: number,
    dx: Pointer,
    workspace: Pointer,
  ): void;
  conv2d_filter_gradient(
    window: Pointer,
    pictures: number,
    input: Pointer,
    dy: Pointer,
    filters: number,
    dfilter: Pointer,
    workspace: Pointer,
  ): void;
  depthwise_input_gradient(
    window: Pointer,
    pictures: number,
    dy: Pointer,
    filter: Pointer,
    dx: Pointer,
  ): void;
  depthwise_filter_gradient(
    window: Pointer,
    pictures: number,
    input: Pointer,
    dy: Pointer,
    dfilter: Pointer,
  ): void;
  max_pool_gradient(
    window: Pointer,
    pictures: number,
    input: Pointer,
    dy: Pointer,
    dx: Pointer,
  ): void;
  finish_rows(
    values: Pointer,
    bias: Pointer,
    rows: number,
    columns: number,
    activation: number,
  ): void;
  activation_gradient(
    dy: Pointer,
    at: Pointer,
    count: number,
    activation: number,
    dx: Pointer,
  ): void;
  sum_rows(a: Pointer, b: Pointer, rows: number, columns: number, sums: Pointer): void;
  sum_groups(
    a: Pointer,
    b: Pointer,
    groups: number,
    rows: number,
    columns: number,
    sums: Pointer,
  ): void;
  repeat_rows(
    values: Pointer,
    groups: number,
    rows: number,
    columns: number,
    factor: number,
    output: Pointer,
  ): void;
  layer_norm_input_gradient(
    dy: Pointer,
    x: Pointer,
    gamma: Pointer,
    epsilon: number,
    rows: number,
    width: number,
    dx: Pointer,
  ): void;
  layer_norm_weight_gradient(
    dy: Pointer,
    x: Pointer,
    epsilon: number,
    rows: number,
    width: number,
    dgamma: Pointer,
  ): void;
  attention_gradient_workspace(tokens: number): number;
  attention_forward(
    qkv: Pointer,
    pictures: number,
    tokens: number,
    heads: number,
    width: number,
    output: Pointer,
    workspace: Pointer,
  ): void;
  attention_gradient(
    qkv: Pointer,
    dy: Pointer,
    pictures: number,
    tokens: number,
    heads: number,
    width: number,
    dqkv: Pointer,
    workspace: Pointer,
  ): void;
  adam_w(
    parameter: Pointer,
    gradient: Pointer,
    m: Pointer,
    v: Pointer,
    count: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    rate: number,
    rootScale: number,
    epsilon: number,
    decay: number,
  ): void;
}
