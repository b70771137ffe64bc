import type { Finding, Measured } from './measure';

const mark = ({ works, detail }: Finding) =>
  works === null ? 'not looked at' : `${works ? 'yes' : 'no'}${detail ? `, ${detail}` : ''}`;

function table(measured: readonly Measured[], part: 'features' | 'job'): string {
  const names = measured[0]?.[part].map(({ what }) => what) ?? [];
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['', ...measured.map(({ browser }) => browser)]),
    row(['---', ...measured.map(() => '---')]),
    ...names.map((name, i) => row([name, ...measured.map((one) => mark(one[part][i]!))])),
  ].join('\n');
}

/** docs/support.md, of what was measured and nothing else. */
export function report(measured: readonly Measured[], when: string, machine: string): string {
  return `# Browsers

Written by \`npm run support\` on ${when} from what it found, headless, on ${machine}. It imports the sample, trains, predicts,
explains and exports through \`window.lensmith\`, reloads, and opens the page again after its host has gone.

## The main job

${table(measured, 'job')}

## What the app makes use of

Without one of these the app does without what is said in its place.

${table(measured, 'features')}

| missing | then |
|---|---|
| WebAssembly SIMD | nothing can be trained |
| Relaxed SIMD | the plain build of our WebAssembly module runs, slower |
| WebGPU adapter | everything runs on the processor, through WebAssembly |
| Private file system | features and unpacked archives are kept in memory, and large exports too |
| Web Locks | a second tab does not know of the first one's training |
| Service worker | no offline use, no prediction API |
| Screen wake lock | the screen may sleep while it trains |
| File picker for saving | exports go to the browser's downloads |
| Files opened by the system | an installed app is opened without the file |

## Not measured

Safari, and any browser on a phone or on Windows or macOS. WebGPU on a graphics processor: these machines have none, and a
software adapter shows only that the numbers are right. Private windows and hardened settings.
`;
}
