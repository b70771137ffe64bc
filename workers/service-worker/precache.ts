import type { PrecacheEntry } from 'workbox-precaching';
import { hasRelaxedSimd } from '../engine/native/module';

/** The shell without the native module's build that this device does not run. */
export function forThisDevice(
  manifest: readonly PrecacheEntry[],
  relaxed = hasRelaxedSimd(),
): PrecacheEntry[] {
  const native = /(^|\/)lensmith(-relaxed)?-[\w-]+\.wasm$/;
  return manifest.filter(({ url }) => {
    if (!native.test(url)) return true;
    return /(^|\/)lensmith-relaxed-/.test(url) === relaxed;
  });
}
