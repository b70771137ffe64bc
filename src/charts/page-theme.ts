import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { readColorToken } from '../styles/read-token';
import type { ChartTheme } from './theme';

const seriesTokens = ['--class-1', '--class-4', '--class-3', '--class-5', '--class-7'] as const;

/** The tokens as they stand now, on the page or on one of its elements. */
export function readTheme(element: Element = document.documentElement): ChartTheme {
  const read = (name: `--${string}`) => readColorToken(name, element);
  return {
    text: read('--text'),
    muted: read('--text-muted'),
    line: read('--line'),
    surface: read('--surface'),
    fontFamily: getComputedStyle(document.body).fontFamily,
    series: seriesTokens.map(read),
    animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}

/** The light theme whatever the page's: what is downloaded ends on white paper. */
export function readLightTheme(): ChartTheme {
  const probe = document.createElement('span');
  probe.className = 'light-theme';
  document.body.append(probe);
  try {
    return { ...readTheme(probe), animate: false };
  } finally {
    probe.remove();
  }
}

/** The tokens, read again whenever the theme or the wish for less motion changes. */
export function createTheme(): Accessor<ChartTheme> {
  const [theme, setTheme] = createSignal(readTheme());
  const read = () => setTheme(readTheme());
  const observer = new MutationObserver(read);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] });
  const media = [
    matchMedia('(prefers-color-scheme: dark)'),
    matchMedia('(prefers-reduced-motion: reduce)'),
  ];
  for (const query of media) query.addEventListener('change', read);
  onCleanup(() => {
    observer.disconnect();
    for (const query of media) query.removeEventListener('change', read);
  });
  return theme;
}
