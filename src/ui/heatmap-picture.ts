import { heatmapPixels } from '../../core/saliency/colormap';
import type { HeatmapValues } from './heatmap';
import type { Part } from './part';

/** As `.heatmap-unseen` in heatmap.css. */
const unseenColour = 'oklch(0.15 0.005 220 / 0.62)';

/**
 * The picture with a map over it as a PNG of the picture's own pixels, as the page shows it: the
 * part that was not looked at dimmed. Several maps stand side by side. `opacity` 0..1.
 */
export async function heatmapPicture(
  picture: Blob,
  maps: readonly { map: HeatmapValues; seen: Part }[],
  opacity: number,
): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const { width, height } = bitmap;
  const gap = Math.round(width / 50);
  const canvas = new OffscreenCanvas(maps.length * (width + gap) - gap, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d canvas');
  maps.forEach(({ map, seen }, index) => {
    const left = index * (width + gap);
    context.drawImage(bitmap, left, 0);
    if (opacity === 0) return;
    context.beginPath();
    context.rect(left, 0, width, height);
    context.rect(left + seen.x * width, seen.y * height, seen.width * width, seen.height * height);
    context.fillStyle = unseenColour;
    context.fill('evenodd');
    const w = Math.max(1, Math.round(seen.width * width));
    const h = Math.max(1, Math.round(seen.height * height));
    const layer = new OffscreenCanvas(w, h);
    const pixels = heatmapPixels(map, w, h, opacity);
    layer.getContext('2d')?.putImageData(new ImageData(pixels, w, h), 0, 0);
    context.drawImage(layer, left + Math.round(seen.x * width), Math.round(seen.y * height));
  });
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
