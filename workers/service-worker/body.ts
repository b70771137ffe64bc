import { LensmithError } from '../../core/errors';
import { mostBodyBytes } from '../../core/prediction-api/limits';

/**
 * The picture of a request: the field `file` of a multipart form, or else the body itself, whatever
 * its type says. Throws apiBodyTooLarge, as soon as that is known, and apiPictureMissing.
 */
export async function readPicture(request: Request, most = mostBodyBytes): Promise<File> {
  if (Number(request.headers.get('content-length')) > most) throw tooLarge(most);
  const chunks = await readChunks(request, most);
  const type = request.headers.get('content-type') ?? '';
  const picture = /^multipart\/form-data\b/i.test(type)
    ? await fileOf(new Response(new Blob(chunks), { headers: { 'content-type': type } }))
    : // The name stands in errors, as the subject of their sentences.
      new File(chunks, 'The body');
  if (!picture || picture.size === 0) throw new LensmithError('apiPictureMissing');
  return picture;
}

async function readChunks(request: Request, most: number): Promise<BlobPart[]> {
  // Firefox before 147 has no stream here: https://bugzilla.mozilla.org/show_bug.cgi?id=1387483
  if (!request.body) {
    const blob = await request.blob();
    if (blob.size > most) throw tooLarge(most);
    return [blob];
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = request.body.getReader();
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    bytes += value.byteLength;
    if (bytes > most) {
      reader.cancel().catch(() => {});
      throw tooLarge(most);
    }
    chunks.push(value);
  }
}

async function fileOf(form: Response): Promise<File | null> {
  try {
    const file = (await form.formData()).get('file');
    return file instanceof File ? file : null;
  } catch {
    // No form: a boundary is missing, or the body ends too early.
    return null;
  }
}

function tooLarge(most: number): LensmithError {
  return new LensmithError('apiBodyTooLarge', { limit: most / 2 ** 20 });
}
