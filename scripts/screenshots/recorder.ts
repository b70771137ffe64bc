import type { Page } from '@playwright/test';
import sharp from 'sharp';

interface Frame {
  /** PNG. */
  picture: Buffer;
  milliseconds: number;
}

export interface Recorder {
  /** Frames from now on, until `stop`: the page is looked at while it works. */
  start(): void;
  stop(): Promise<void>;
  /** The page as it now is, for so long. */
  hold(milliseconds: number): Promise<void>;
  /** An animated WebP that begins anew when it has ended; its length in seconds. */
  save(path: string, width: number): Promise<number>;
}

/** A real run, shortened: a frame that shows nothing new is left out, and a wait is a few frames. */
export function createRecorder(page: Page, everyMs: number): Recorder {
  const frames: Frame[] = [];
  let looking: Promise<void> | null = null;
  let goesOn = false;

  async function add(milliseconds: number): Promise<void> {
    const picture = await page.screenshot({ animations: 'allow' });
    const last = frames.at(-1);
    if (last?.picture.equals(picture))
      last.milliseconds = Math.max(last.milliseconds, milliseconds);
    else frames.push({ picture, milliseconds });
  }

  return {
    start() {
      goesOn = true;
      looking = (async () => {
        while (goesOn) {
          await add(120);
          await page.waitForTimeout(everyMs);
        }
      })();
    },
    async stop() {
      goesOn = false;
      await looking;
      looking = null;
    },
    hold: add,
    async save(path, width) {
      const scaled = await Promise.all(
        frames.map(({ picture }) => sharp(picture).resize({ width }).png().toBuffer()),
      );
      await sharp(scaled, { join: { animated: true } })
        .webp({
          quality: 72,
          effort: 5,
          minSize: true,
          loop: 0,
          delay: frames.map(({ milliseconds }) => milliseconds),
        })
        .toFile(path);
      return frames.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
    },
  };
}
