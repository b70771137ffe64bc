/** Upper half of IBM code page 437, which names without the UTF-8 flag are in. */
const cp437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

function decodeCp437(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte < 128 ? String.fromCharCode(byte) : cp437[byte - 128]!,
  ).join('');
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * An entry's name as text, for `unicodeName` the content of extra field 0x7075 if there is one.
 * Many archivers write UTF-8 without its flag, and CP437 text is hardly ever valid UTF-8 by chance.
 */
export function decodeName(
  bytes: Uint8Array,
  utf8Flag: boolean,
  unicodeName: string | null,
): string {
  if (unicodeName !== null) return unicodeName;
  const text = decodeUtf8(bytes);
  if (text !== null) return text;
  return utf8Flag ? new TextDecoder().decode(bytes) : decodeCp437(bytes);
}

/**
 * Folder and file names of a path, with what could leave the folder (`..`, roots, drives) taken
 * out and control characters replaced. Text in every other respect: HTML is shown, never parsed.
 */
export function safeSegments(path: string): string[] {
  return path
    .normalize('NFC')
    .replaceAll('\\', '/')
    .split('/')
    .map((segment) => segment.replace(/\p{Cc}/gu, '\ufffd').trim())
    .filter((segment, i) => !/^\.{0,2}$/.test(segment) && !(i === 0 && /^[a-z]:$/i.test(segment)));
}
