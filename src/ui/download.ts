/** Characters no file system, shell or spreadsheet should meet in a name: separators, controls, direction marks. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]+/gu;
/** Device names of Windows, which it refuses with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const longest = 100;

/** `stem.extension`, kept to what every file system takes; a stem of nothing usable becomes `lensmith`. */
export function fileName(stem: string, extension: string): string {
  const clean = stem.normalize('NFC').replace(unsafe, ' ').replace(/\s+/g, ' ').trim();
  const short = [...clean].slice(0, longest).join('');
  // Leading dots hide a file, and Windows drops trailing ones.
  const bare = short.replace(/^[. ]+|[. ]+$/g, '');
  return `${bare === '' || reserved.test(bare) ? `lensmith ${bare}`.trim() : bare}.${extension}`;
}

/** Hands a blob to the browser's downloads under `name` (see `fileName`). */
export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Safari reads the URL only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
