/** Why a file is no table of text; the key of its words in `error-texts`. */
export type ForeignReason =
  | 'spreadsheet'
  | 'archive'
  | 'picture'
  | 'pdf'
  | 'data'
  | 'html'
  | 'json'
  | 'binary';

/** First bytes, latin-1, of what people give the name .csv. */
const SIGNATURES: readonly (readonly [start: string, reason: ForeignReason])[] = [
  ['\xd0\xcf\x11\xe0', 'spreadsheet'],
  ['PK\x03\x04', 'archive'],
  ['\x1f\x8b', 'archive'],
  ['BZh', 'archive'],
  ['\xfd7zXZ', 'archive'],
  ['7z\xbc\xaf', 'archive'],
  ['\x28\xb5\x2f\xfd', 'archive'],
  ['\x89PNG', 'picture'],
  ['\xff\xd8\xff', 'picture'],
  ['GIF8', 'picture'],
  ['RIFF', 'picture'],
  ['%PDF', 'pdf'],
  ['PAR1', 'data'],
  ['ARROW1', 'data'],
  ['\x89HDF', 'data'],
  ['SQLite format 3', 'data'],
  ['\x93NUMPY', 'data'],
];

const SPREADSHEET = /\[Content_Types\]\.xml|xl\/|mimetypeapplication\/vnd\.oasis/;

/** What a file that is no text is by its first bytes; null if none of those that are known. */
export function foreignSignature(head: Uint8Array): ForeignReason | null {
  const start = latin(head.subarray(0, 4096));
  const found = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (!found) return null;
  // "BZh" and "RIFF" may begin a heading; a heading has no zero byte near.
  if (/^(BZh|RIFF|GIF8)/.test(start) && !hasControls(head.subarray(0, 64))) return null;
  return found[1] === 'archive' && SPREADSHEET.test(start) ? 'spreadsheet' : found[1];
}

/** Whether text (its start, UTF-8) is a web page or JSON rather than a table; null if neither. */
export function foreignText(head: Uint8Array): ForeignReason | null {
  const start = latin(head.subarray(0, 512)).trimStart();
  if (/^<(!doctype html|html|\?xml|head|body)/i.test(start)) return 'html';
  return /^(\{\s*"[^"]*"\s*:|\[\s*[{[])/.test(start) ? 'json' : null;
}

/** More than 1% of these bytes are controls that no text has, or one is zero. Random bytes have 11%. */
export function hasControls(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    // Tab, line breaks, form feed; Ctrl-Z ends old DOS files.
    if ((byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 26) || byte === 127) controls++;
  }
  return controls * 100 > head.length;
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
