import type { TrainedModel } from '../../../model-zoo/convert/exported';
import { readSafetensors } from '../../../model-zoo/convert/safetensors';
import { stateDict, type TorchTensor } from '../../../model-zoo/convert/torch/state-dict';
import { locate, readDirectory } from '../../ingest/zip/directory';
import { defaultLimits, ZipBudget } from '../../ingest/zip/limits';
import type { WholeFile } from './whole';

/** A tensor's bytes in the file; null where it is not there. */
type Find = (tensor: TorchTensor, position: number) => Promise<Uint8Array | null>;

/**
 * Reads weights back and compares them bit for bit with the model's: the same numbers in the same
 * network give the same answers. Returns the first tensor that differs, null where none does.
 */
export async function differingTensor(
  model: TrainedModel,
  file: WholeFile,
): Promise<string | null> {
  const find = file.path.endsWith('.safetensors') ? inSafetensors(file) : await inZip(file);
  for (const [position, tensor] of stateDict(model).entries()) {
    const found = await find(tensor, position);
    if (!found || !isSame(found, tensor.bytes())) return tensor.name;
  }
  return null;
}

function inSafetensors({ data, path }: WholeFile): Find {
  const { tensors } = readSafetensors(new Uint8Array(data), path);
  return async ({ name, dtype, shape, byteLength }) => {
    const stored = tensors.get(name);
    if (stored?.dtype !== dtype || `${stored.shape}` !== `${shape}`) return null;
    // Of batch counters, which nothing reads, only the header is compared.
    if (dtype !== 'F32') return new Uint8Array(byteLength);
    const { buffer, byteOffset, byteLength: length } = stored.values();
    return new Uint8Array(buffer, byteOffset, length);
  };
}

/** PyTorch's archive: a file a storage, in the state dict's order. */
async function inZip({ data, path }: WholeFile): Promise<Find> {
  const archive = new Blob([data]);
  const entries = await readDirectory(archive, path, new ZipBudget(path, defaultLimits));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return async (_, position) => {
    const entry = byName.get(`model/data/${position}`);
    const stored = entry && (await locate(archive, entry));
    return stored ? new Uint8Array(await stored.arrayBuffer()) : null;
  };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
