import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import type { ThemeChoice } from './settings';

export type Theme = 'light' | 'dark';

/** The theme in force: the choice, or the system's. Writes `data-theme`, which the tokens follow. */
export function createTheme(choice: Accessor<ThemeChoice>): Accessor<Theme> {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const [systemDark, setSystemDark] = createSignal(query.matches);
  const follow = () => setSystemDark(query.matches);
  query.addEventListener('change', follow);
  onCleanup(() => query.removeEventListener('change', follow));

  const theme = (): Theme => {
    const chosen = choice();
    if (chosen !== 'system') return chosen;
    return systemDark() ? 'dark' : 'light';
  };
  createEffect(() => {
    document.documentElement.dataset.theme = theme();
    const bar = getComputedStyle(document.documentElement).getPropertyValue('--bg').trim();
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', bar);
  });
  return theme;
}
