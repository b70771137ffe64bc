import type { ExplanationResult, SaliencyMap } from '../../core/contract/trainer';
import { LensmithError } from '../../core/errors';
import { heatmapPixels } from '../../core/saliency/colormap';

/** Longest side of what is drawn: a photograph of a camera would take seconds to pack. */
const MOST_SIDE = 1024;
/** As the page shows it at first. */
const OPACITY = 0.6;

/**
 * A PNG in the picture's proportions: the picture with the map over the part that the network saw,
 * or, without `overlay`, the map alone on a transparent ground, to be laid over the picture.
 */
export async function explanationPng(
  picture: Blob,
  map: SaliencyMap,
  seen: ExplanationResult['seen'],
  overlay: boolean,
): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  try {
    const scale = Math.min(1, MOST_SIDE / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map((side) =>
      Math.max(1, Math.round(side * scale)),
    ) as [number, number];
    const { canvas, context } = makeCanvas(width, height);
    if (overlay) context.drawImage(bitmap, 0, 0, width, height);
    const [w, h] = [seen.width * width, seen.height * height].map((side) =>
      Math.max(1, Math.round(side)),
    ) as [number, number];
    const layer = makeCanvas(w, h);
    const pixels = heatmapPixels(map, w, h, overlay ? OPACITY : 1);
    layer.context.putImageData(new ImageData(pixels, w, h), 0, 0);
    context.drawImage(layer.canvas, Math.round(seen.x * width), Math.round(seen.y * height));
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    bitmap.close();
  }
}

function makeCanvas(width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new LensmithError('internal', { detail: 'no 2d canvas on this page' });
  return { canvas, context };
}
