import type { ReaderApi } from '../../core/contract/reader';
import type { Opened, ReaderAssets } from './opened';

/** One model at a time, in stock tfjs or onnxruntime-web; each is loaded when it is first needed. */
export function createReader(assets: ReaderAssets = {}): ReaderApi {
  let opened: Opened | null = null;
  const required = (): Opened => {
    if (!opened) throw new Error('a picture before a model');
    return opened;
  };
  return {
    async open(kind, files, input) {
      await opened?.close();
      opened = null;
      if (kind === 'tfjs') {
        const { openGraphModel } = await import('./graph-model');
        opened = await openGraphModel(files, assets.tfjs);
      } else {
        const { openOnnx } = await import('./onnx');
        opened = await openOnnx(files, input, assets.onnxruntime);
      }
      return opened.version;
    },
    probabilities: async (pixels) => required().probabilities(pixels),
    async close() {
      await opened?.close();
      opened = null;
    },
  };
}
