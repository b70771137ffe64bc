/**
 * What `torch.save(model.state_dict(), 'model.pth')` writes: a ZIP of one pickle, which names the
 * tensors, and a file a storage. Restricted to what `torch.load(weights_only=True)` allows.
 * https://pytorch.org/docs/stable/notes/serialization.html
 */

import { encodeUtf8 } from '../../../core/utf8';
import type { ExportedFile, TrainedModel } from '../exported';
import {
  call,
  global,
  integer,
  no,
  type Pickled,
  persistent,
  pickle,
  text,
  tuple,
  withItems,
} from './pickle';
import { stateDict, type TorchTensor } from './state-dict';
import { type StoredEntry, storedZip } from './stored-zip';

/** The folder of all entries. */
const root = 'model';
/** Of PyTorch's container; all since 1.6 read it. */
const containerVersion = '3\n';
const storages = { F32: 'FloatStorage', I64: 'LongStorage' };
const elementBytes = { F32: 4, I64: 8 };

/** `model.pth`: a plain state dict. */
export function pytorchFiles(model: TrainedModel): ExportedFile[] {
  const tensors = stateDict(model);
  const entries = [
    entry('data.pkl', pickle(pickledTensors(tensors))),
    entry('byteorder', encodeUtf8('little')),
    ...tensors.map(
      (tensor, key): StoredEntry => ({
        name: `${root}/data/${key}`,
        byteLength: tensor.byteLength,
        bytes: () => tensor.bytes(),
      }),
    ),
    entry('version', encodeUtf8(containerVersion)),
  ];
  return [{ path: 'model.pth', ...storedZip(entries) }];
}

function entry(name: string, bytes: Uint8Array<ArrayBuffer>): StoredEntry {
  return { name: `${root}/${name}`, byteLength: bytes.length, bytes: () => bytes };
}

function pickledTensors(tensors: readonly TorchTensor[]): Pickled {
  return withItems(
    orderedDict,
    tensors.map((tensor, key) => [text(tensor.name), pickledTensor(tensor, key)]),
  );
}

const orderedDict = call(global('collections', 'OrderedDict'));

/** `_rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks)`. */
function pickledTensor({ dtype, shape, byteLength }: TorchTensor, key: number): Pickled {
  const storage = persistent(
    tuple([
      text('storage'),
      global('torch', storages[dtype]),
      text(String(key)),
      text('cpu'),
      integer(byteLength / elementBytes[dtype]),
    ]),
  );
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const sizes = [shape, strides].map((list) => tuple(list.map(integer)));
  const rebuild = global('torch._utils', '_rebuild_tensor_v2');
  return call(rebuild, storage, integer(0), sizes[0]!, sizes[1]!, no, orderedDict);
}
