import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { readColorToken } from '../styles/read-token';
import type { ChartTheme } from './theme';

const seriesTokens = ['--class-1', '--class-4', '--class-3', '--class-5', '--class-7'] as const;

/** The page's tokens as they stand now. */
export function readTheme(): ChartTheme {
  return {
    text: readColorToken('--text'),
    muted: readColorToken('--text-muted'),
    line: readColorToken('--line'),
    surface: readColorToken('--surface'),
    fontFamily: getComputedStyle(document.body).fontFamily,
    series: seriesTokens.map(readColorToken),
    animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
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
