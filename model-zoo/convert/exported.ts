import type { Preprocessing } from '../../core/preprocessing/types';
import { encodeUtf8 } from '../../core/utf8';
import type { ArchitectureName } from '../card';
import type { Graph, Parameters } from '../graph/types';

/** A finished model as every exporter reads it. */
export interface TrainedModel {
  /** timm's name of the network. */
  readonly architecture: ArchitectureName;
  /** Whole, with its classifier, in training form: parameter names are timm's. */
  readonly graph: Graph;
  /** Of `graph`, all of them; the temperature is already in the classifier. */
  readonly parameters: Parameters;
  readonly classes: readonly string[];
  readonly preprocessing: Preprocessing;
}

/** A file of an export. */
export interface ExportedFile {
  /** Below the export's folder, `/` between the parts. */
  readonly path: string;
  /** Of the whole content. */
  readonly bytes: number;
  /**
   * The content in order, piece by piece, each made when it is asked for: a big model is never held
   * a second time. May be asked for more than once, with the same answer.
   */
  content(): Iterable<Uint8Array<ArrayBuffer>>;
}

/** A file whose content is at hand. */
export function fileOf(path: string, content: Uint8Array<ArrayBuffer> | string): ExportedFile {
  const bytes = typeof content === 'string' ? encodeUtf8(content) : content;
  return { path, bytes: bytes.length, content: () => [bytes] };
}
