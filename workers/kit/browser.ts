import { LensmithError } from '../../core/errors';
import type { Pixels } from '../../core/preprocessing/types';
import { decodePicture, pictureName } from '../imaging/decode';
import type { ReadFile } from './description';
import { Fault } from './fault';

/** Files of the bundle below `folder`, whose bytes `onBytes` hears of as they come. */
export function fetchFrom(folder: URL, onBytes?: (bytes: number) => void): ReadFile {
  return async (file) => {
    const response = await fetch(new URL(file, folder)).catch((cause: unknown) => {
      throw new Fault('fileMissing', { file }, cause);
    });
    if (!response.ok || !response.body) throw new Fault('fileMissing', { file });
    if (!onBytes) return new Uint8Array(await response.arrayBuffer());
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(piece, controller) {
          onBytes(piece.length);
          controller.enqueue(piece);
        },
      }),
    );
    return new Uint8Array(await new Response(counted).arrayBuffer());
  };
}

/** Upright RGB without colour conversion. Throws Fault notAPicture, or LensmithError pictureTooLarge. */
export async function pixelsOf(picture: Blob): Promise<Pixels> {
  try {
    return await decodePicture(picture);
  } catch (cause) {
    if (cause instanceof LensmithError && cause.code === 'pictureTooLarge') throw cause;
    throw new Fault('notAPicture', { file: pictureName(picture) }, cause);
  }
}
