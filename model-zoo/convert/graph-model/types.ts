import type { NodeDef, TensorShape } from './graph-def';
import type { StoredTensor } from './tensors';

export interface SignatureTensor {
  name: string;
  dtype: 'DT_FLOAT';
  tensorShape: TensorShape;
}

/** `model.json` of a tfjs graph model. */
export interface GraphModelJson {
  format: 'graph-model';
  generatedBy: string;
  convertedBy: string;
  signature: {
    inputs: Record<string, SignatureTensor>;
    outputs: Record<string, SignatureTensor>;
  };
  /** Free, for whoever opens the file. */
  userDefinedMetadata: { architecture: string; [key: string]: unknown };
  modelTopology: { node: NodeDef[]; library: object; versions: { producer: number } };
  weightsManifest: { paths: string[]; weights: StoredTensor[] }[];
}

export interface GraphModelFiles {
  json: GraphModelJson;
  /** In the order of the manifest's paths. */
  shards: Uint8Array<ArrayBuffer>[];
}
