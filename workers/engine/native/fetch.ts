import plainUrl from './built/lensmith.wasm?url';
import relaxedUrl from './built/lensmith-relaxed.wasm?url';
import { compileNative, type NativeCode } from './module';

const urls = { plain: plainUrl, relaxed: relaxedUrl };

/** The build that this browser can run. Rejects on any failure, a wrong status included. */
export function fetchNative(): Promise<NativeCode> {
  return compileNative(async (build) => {
    const response = await fetch(urls[build]);
    if (!response.ok) throw new Error(`HTTP ${response.status} for ${urls[build]}`);
    return response.arrayBuffer();
  });
}
