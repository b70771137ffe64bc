import type { App } from '../scripts/app';

const side = 1000;
const perBatch = 25;

/** Draws JPEGs of one megapixel in the page (random blobs on a gradient: no two look alike). */
async function drawBatch(app: App, first: number): Promise<Uint8Array[]> {
  const encoded = await app.page.evaluate(
    async ({ first, perBatch, side }) => {
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      const out: string[] = [];
      for (let i = first; i < first + perBatch; i++) {
        let state = (i + 1) * 2654435761;
        const random = () => {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          return state / 2 ** 32;
        };
        const colour = () => `hsl(${random() * 360} 70% ${20 + random() * 60}%)`;
        const gradient = context.createLinearGradient(0, 0, side * random(), side);
        gradient.addColorStop(0, colour());
        gradient.addColorStop(1, colour());
        context.fillStyle = gradient;
        context.fillRect(0, 0, side, side);
        for (let blob = 0; blob < 40; blob++) {
          context.fillStyle = colour();
          context.beginPath();
          const radius = 20 + random() * 160;
          context.ellipse(random() * side, random() * side, radius, radius * random(), 0, 0, 7);
          context.fill();
        }
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
        const bytes = new Uint8Array(await blob.arrayBuffer());
        let text = '';
        for (let at = 0; at < bytes.length; at += 8192) {
          text += String.fromCharCode(...bytes.subarray(at, at + 8192));
        }
        out.push(btoa(text));
      }
      return out;
    },
    { first, perBatch, side },
  );
  return encoded.map((text) => Buffer.from(text, 'base64'));
}

/** `pictures` of them in ten class folders, drawn as they are asked for. */
export async function* jpegs(app: App, pictures: number) {
  for (let first = 0; first < pictures; first += perBatch) {
    for (const [offset, data] of (await drawBatch(app, first)).entries()) {
      const index = first + offset;
      yield { name: `class-${index % 10}/${index}.jpg`, data };
    }
  }
}
