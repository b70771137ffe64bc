import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { build } from 'vite';
import { createRandom } from '../core/random';
import { fileHandle } from '../scripts/app';
import { png } from '../scripts/png';
import {
  avifGradient,
  bmp,
  gif,
  gradient,
  hugePng,
  type Picture,
  to16Bit,
  toPalette,
  withOrientation,
} from './encoders';
import { expect, importFile, shapeFolders, test } from './fixtures';
import { drawShape } from './pictures';

/** `decodePicture` as the workers have it, made into a script for the page. */
async function bundleDecoder(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: resolve(import.meta.dirname, '../workers/imaging/decode.ts'),
        formats: ['iife'],
        name: 'decoder',
      },
    },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('vite built nothing');
  return output.output[0].code;
}

type Decoded = Picture & { error?: { code: string; context: Record<string, unknown> } };

async function decode(page: Page, bytes: Uint8Array): Promise<Decoded> {
  const read = await page.evaluate(async (base64) => {
    const { decodePicture } = (globalThis as never as { decoder: DecoderModule }).decoder;
    const blob = await (await fetch(`data:application/octet-stream;base64,${base64}`)).blob();
    try {
      const { width, height, data } = await decodePicture(blob);
      return { width, height, data: [...data] };
    } catch (error) {
      const { code, context } = error as { code: string; context: Record<string, unknown> };
      return { width: 0, height: 0, data: [], error: { code, context } };
    }
  }, Buffer.from(bytes).toString('base64'));
  return { ...read, data: Uint8Array.from(read.data) };
}

type DecoderModule = typeof import('../workers/imaging/decode');

/** Encodes with the browser's own encoder. */
async function encode(
  page: Page,
  picture: Picture,
  type: string,
  quality: number,
): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ({ width, height, base64, type, quality }) => {
      const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      const image = context.createImageData(width, height);
      for (let i = 0; i < width * height; i++) {
        image.data.set([data[i * 3]!, data[i * 3 + 1]!, data[i * 3 + 2]!, 255], i * 4);
      }
      context.putImageData(image, 0, 0);
      const blob = await canvas.convertToBlob({ type, quality });
      return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
    },
    {
      width: picture.width,
      height: picture.height,
      base64: Buffer.from(picture.data).toString('base64'),
      type,
      quality,
    },
  );
  return Buffer.from(base64, 'base64');
}

/** Largest difference in grey levels; infinite when the sizes differ. */
function difference(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) return Number.POSITIVE_INFINITY;
  return b.data.reduce((most, value, i) => Math.max(most, Math.abs(value - a.data[i]!)), 0);
}

/** What a viewer that follows EXIF shows of a picture stored with orientation 6: turned right. */
function turnedRight({ width, height, data }: Picture): Picture {
  const out = { width: height, height: width, data: new Uint8Array(data.length) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      out.data.set(data.subarray(from, from + 3), (x * height + (height - 1 - y)) * 3);
    }
  }
  return out;
}

test.describe('decoding', () => {
  let script: string;
  test.beforeAll(async () => {
    script = await bundleDecoder();
  });
  test.beforeEach(async ({ page }) => {
    // A page of its own, for the app's policy lets no inline script in.
    await page.route('**/decoder.html', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto('./decoder.html');
    await page.addScriptTag({ content: script });
  });

  const picture = gradient();
  const { palette, indices } = toPalette(picture);
  const grey = picture.data.filter((_, i) => i % 3 === 0);
  const greyRgb = {
    ...picture,
    data: Uint8Array.from(picture.data, (_, i) => grey[Math.floor(i / 3)]!),
  };
  const alpha = picture.data.map((_, i) => (i * 37) % 256).filter((_, i) => i % 3 === 0);
  const rgba = Uint8Array.from({ length: alpha.length * 4 }, (_, i) =>
    i % 4 === 3 ? alpha[i >> 2]! : picture.data[(i >> 2) * 3 + (i % 4)]!,
  );
  const overWhite = {
    ...picture,
    data: picture.data.map((value, i) => {
      const a = alpha[Math.floor(i / 3)]! / 255;
      return Math.round(value * a + 255 * (1 - a));
    }),
  };
  const backwards = indices.toReversed();

  // Tolerances in grey levels: lossless forms are exact, compositing and 16 bits round once.
  const forms: [string, Uint8Array, Picture, number][] = [
    ['RGB PNG', png(picture, 'rgb', 8, picture.data), picture, 0],
    ['grey PNG', png(picture, 'grey', 8, grey), greyRgb, 0],
    ['palette PNG', png(picture, 'palette', 8, indices, palette), picture, 0],
    ['16-bit PNG', png(picture, 'rgb', 16, to16Bit(picture.data)), picture, 1],
    ['16-bit grey PNG', png(picture, 'grey', 16, to16Bit(grey)), greyRgb, 1],
    ['PNG with alpha', png(picture, 'rgba', 8, rgba), overWhite, 1],
    ['BMP', bmp(picture), picture, 0],
    ['GIF', gif(picture, palette, [indices]), picture, 0],
    ['first frame of a GIF', gif(picture, palette, [indices, backwards]), picture, 0],
    ['AVIF', avifGradient, picture, 0],
  ];
  for (const [what, bytes, expected, tolerance] of forms) {
    test(`reads a ${what}`, async ({ page }) => {
      expect(difference(await decode(page, bytes), expected)).toBeLessThanOrEqual(tolerance);
    });
  }

  test('reads JPEG and WebP, and turns a JPEG as its EXIF says', async ({ page }) => {
    const smooth = gradient(48, 32);
    smooth.data = smooth.data.map((value, i) => (i % 3 === 2 ? 90 : value / 2));
    const jpeg = await encode(page, smooth, 'image/jpeg', 1);
    // JPEG of highest quality, its colours in full resolution or not.
    expect(difference(await decode(page, jpeg), smooth)).toBeLessThanOrEqual(16);
    const turned = await decode(page, withOrientation(jpeg, 6));
    expect(difference(turned, turnedRight(await decode(page, jpeg)))).toBe(0);
    const webp = await encode(page, smooth, 'image/webp', 1);
    expect(difference(await decode(page, webp), smooth)).toBeLessThanOrEqual(16);
  });

  test('reads a picture of more than one tile', async ({ page }) => {
    const wide = gradient(4101, 9);
    const read = await decode(page, png(wide, 'rgb', 8, wide.data));
    expect(difference(read, wide)).toBe(0);
  });

  test('refuses what is no picture, is cut, or is too large', async ({ page }) => {
    const { error: text } = await decode(page, strToU8('a text file, whatever it is named'));
    expect(text?.code).toBe('notAPicture');
    const whole = png(picture, 'rgb', 8, picture.data);
    const { error: cut } = await decode(page, whole.subarray(0, 60));
    expect(cut?.code).toBe('notAPicture');
    const { error: huge } = await decode(page, hugePng());
    expect(huge).toMatchObject({
      code: 'pictureTooLarge',
      context: { width: 20000, height: 20000 },
    });
  });
});

interface StoredPicture {
  file: string;
  width: number;
  height: number;
  group: number;
  datasetId: string;
}

/** The pictures of a dataset as they lie in IndexedDB. */
async function storedPictures(page: Page, id: string): Promise<StoredPicture[]> {
  return page.evaluate(async (id) => {
    const db = await new Promise<IDBDatabase>((done) => {
      const request = indexedDB.open('lensmith');
      request.onsuccess = () => done(request.result);
    });
    const all = await new Promise<StoredPicture[]>((done) => {
      const request = db.transaction('pictures').objectStore('pictures').getAll();
      request.onsuccess = () => done(request.result);
    });
    db.close();
    return all.filter(({ datasetId }) => datasetId === id);
  }, id);
}

test.describe('importing', () => {
  test('takes every format and tells which pictures look the same', async ({ app, archive }) => {
    const picture = gradient();
    const big = enlarge(picture, 44);
    const { palette, indices } = toPalette(big);
    const jpeg = await encode(app, big, 'image/jpeg', 0.9);
    const alike: Record<string, Uint8Array> = {
      'a.png': png(big, 'rgb', 8, big.data),
      'b.bmp': bmp(enlarge(picture, 8)),
      'c.gif': gif(big, palette, [indices]),
      'd.jpg': jpeg,
      'e.webp': await encode(app, big, 'image/webp', 0.9),
      'f.jpg': withOrientation(await encode(app, turnedLeft(big), 'image/jpeg', 0.9), 6),
      'g.png': png(big, 'palette', 8, indices, palette),
      'h.png': png(big, 'rgb', 16, to16Bit(big.data)),
    };
    const files = shapeFolders(12);
    for (const [name, bytes] of Object.entries(alike)) files[`disc/${name}`] = bytes;
    files['disc/avif.avif'] = avifGradient;
    const { dataset } = await importFile(app, archive('formats.zip', files));
    expect(dataset).toMatchObject({ images: 3 * 12 + 9, skipped: [] });
    const pictures = await storedPictures(app, dataset!.id);
    const sameGroup = pictures.filter(({ file }) => file.slice(5) in alike);
    expect(sameGroup).toHaveLength(8);
    expect(new Set(sameGroup.map(({ group }) => group)).size).toBe(1);
    expect(pictures.find(({ file }) => file === 'disc/f.jpg')).toMatchObject({
      width: big.width,
      height: big.height,
    });
  });

  test('names what it refuses, and never decodes a 20,000 x 20,000 picture', async ({
    app,
    archive,
  }) => {
    const files = shapeFolders(4);
    files['disc/text.jpg'] = strToU8('no picture');
    files['disc/huge.png'] = hugePng();
    files['disc/cut.png'] = drawShape('disc', 77).subarray(0, 300);
    const { dataset } = await importFile(app, archive('refused.zip', files));
    expect(dataset?.images).toBe(12);
    expect(Object.fromEntries(dataset!.skipped.map(({ file, reason }) => [file, reason]))).toEqual({
      'disc/text.jpg': 'notAPicture',
      'disc/huge.png': 'pictureTooLarge',
      'disc/cut.png': 'undecodable',
    });
  });

  test('knows the same ZIP again', async ({ app, archive }) => {
    const path = archive('twice.zip', shapeFolders(4));
    const first = await importFile(app, path);
    const second = await importFile(app, path);
    expect(first.dataset?.images).toBe(12);
    expect(second.dataset?.id).toBe(first.dataset?.id);
    expect(await storedPictures(app, first.dataset!.id)).toHaveLength(12);
  });

  test('unpacks nested archives on disk and leaves nothing there', async ({ app, archive }) => {
    const shapes = shapeFolders(4);
    const nested = (shape: string) =>
      zipSync(
        Object.fromEntries(
          Object.entries(shapes)
            .filter(([path]) => path.startsWith(`${shape}/`))
            .map(([path, bytes]) => [path.slice(shape.length + 1), bytes]),
        ),
      );
    const inner = zipSync({ 'stripes.zip': nested('stripes'), 'disc.zip': nested('disc') });
    const { dataset } = await importFile(app, archive('nested.zip', { 'all.zip': inner }));
    expect(dataset).toMatchObject({ images: 8, classes: ['disc', 'stripes'], skipped: [] });
    const left = await app.evaluate(async () => {
      const names: string[] = [];
      for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
      return names.filter((name) => name.startsWith('ingest-'));
    });
    expect(left).toEqual([]);
  });

  test('stores nothing when the disk is full in the middle', async ({ app, archive, context }) => {
    // Noise, so that a copy of nothing fits what the browser then has left.
    const path = archive('noise.zip', noiseFolders(12, 400));
    const session = await context.newCDPSession(app);
    const origin = new URL(app.url()).origin;
    const used = await app.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: used + 4_000_000 });
    const full = await importFile(app, path);
    expect(full.error?.code).toBe('storageFull');
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    expect(await keysInStore(app, ['datasets', 'pictures', 'blobs', 'journal'])).toEqual([]);
    const { dataset } = await importFile(app, path);
    expect(dataset?.images).toBe(24);
  });

  test('stores nothing when it is stopped', async ({ app, archive }) => {
    const file = await fileHandle(app, archive('noise.zip', noiseFolders(30, 300)));
    const code = await app.evaluate(async (file) => {
      let stopped = false;
      const onProgress = ({ done }: { done: number }) => {
        if (done > 2 && !stopped) {
          stopped = true;
          window.lensmith.cancel();
        }
      };
      const result = window.lensmith.importDataset(file, { onProgress });
      return result.then(
        () => null,
        (error: { code: string }) => error.code,
      );
    }, file);
    expect(code).toBe('cancelled');
    await expect
      .poll(() => keysInStore(app, ['datasets', 'pictures', 'blobs', 'journal']))
      .toEqual([]);
  });

  const refusals: [string, () => Record<string, Uint8Array> | null, string][] = [
    ['text', () => null, 'notAZip'],
    ['no pictures', () => ({ 'a/readme.txt': strToU8('a') }), 'noPictures'],
    ['no labels', () => ({ 'a.png': drawShape('disc', 1) }), 'noLabels'],
    ['one class', () => ({ 'x/a.png': drawShape('disc', 1) }), 'oneClass'],
    [
      'a class with one picture',
      () => ({ ...shapeFolders(3), 'lonely/a.png': drawShape('disc', 99) }),
      'classTooSmall',
    ],
  ];
  for (const [what, files, code] of refusals) {
    test(`refuses an archive with ${what}`, async ({ app, archive }, info) => {
      const made = files();
      const path = made ? archive('bad.zip', made) : info.outputPath('bad.zip');
      if (!made) {
        const { writeFileSync } = await import('node:fs');
        writeFileSync(path, 'this is a text file');
      }
      const { dataset, error } = await importFile(app, path);
      expect(dataset).toBeNull();
      expect(error?.code).toBe(code);
      expect(error?.remedy.length).toBeGreaterThan(10);
    });
  }
});

/** Keys of these object stores, all together. */
function keysInStore(page: Page, stores: string[]): Promise<unknown[]> {
  return page.evaluate(async (stores) => {
    const db = await new Promise<IDBDatabase>((done) => {
      const request = indexedDB.open('lensmith');
      request.onsuccess = () => done(request.result);
    });
    const keys: unknown[] = [];
    for (const store of stores) {
      const found = await new Promise<unknown[]>((done) => {
        const request = db.transaction(store).objectStore(store).getAllKeys();
        request.onsuccess = () => done(request.result);
      });
      keys.push(...found);
    }
    db.close();
    return keys;
  }, stores);
}

/** Two classes of `count` pictures that no compression makes smaller. */
function noiseFolders(count: number, side: number): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (let i = 0; i < 2 * count; i++) {
    const random = createRandom(i);
    const data = Uint8Array.from({ length: side * side * 3 }, () => random.uint32());
    files[`${i % 2 ? 'salt' : 'pepper'}/${i}.png`] = png(
      { width: side, height: side },
      'rgb',
      8,
      data,
    );
  }
  return files;
}

/** Every pixel as a square of `factor` x `factor`. */
function enlarge({ width, height, data }: Picture, factor: number): Picture {
  const out = { width: width * factor, height: height * factor, data: new Uint8Array(0) };
  out.data = new Uint8Array(out.width * out.height * 3);
  for (let y = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++) {
      const from = (Math.floor(y / factor) * width + Math.floor(x / factor)) * 3;
      out.data.set(data.subarray(from, from + 3), (y * out.width + x) * 3);
    }
  }
  return out;
}

/** Undone by orientation 6. */
const turnedLeft = (picture: Picture) => turnedRight(turnedRight(turnedRight(picture)));
