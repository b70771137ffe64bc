import { type Accessor, createSignal } from 'solid-js';

export type BackendChoice = 'auto' | 'wasm' | 'webgpu';
export type ThemeChoice = 'system' | 'light' | 'dark';

export interface SettingsState {
  backend: Accessor<BackendChoice>;
  setBackend(backend: BackendChoice): void;
  theme: Accessor<ThemeChoice>;
  setTheme(theme: ThemeChoice): void;
  /** Single-key shortcuts. */
  shortcuts: Accessor<boolean>;
  setShortcuts(on: boolean): void;
}

const backends: readonly BackendChoice[] = ['auto', 'wasm', 'webgpu'];
const themes: readonly ThemeChoice[] = ['system', 'light', 'dark'];

/** Preferences of this browser. index.html reads the theme's key before the first paint. */
export function createSettings(): SettingsState {
  const [backend, setBackend] = remembered('lensmith.backend', backends, 'auto');
  const [theme, setTheme] = remembered('lensmith.theme', themes, 'system');
  const [shortcuts, setShortcuts] = remembered('lensmith.shortcuts', ['on', 'off'], 'on');
  return {
    backend,
    setBackend,
    theme,
    setTheme,
    shortcuts: () => shortcuts() === 'on',
    setShortcuts: (on) => setShortcuts(on ? 'on' : 'off'),
  };
}

function remembered<T extends string>(
  key: string,
  known: readonly T[],
  otherwise: T,
): [Accessor<T>, (value: T) => void] {
  const stored = read(key);
  const [value, set] = createSignal<T>(known.find((one) => one === stored) ?? otherwise);
  return [
    value,
    (next) => {
      set(() => next);
      try {
        localStorage.setItem(key, next);
      } catch {
        // Storage can be forbidden; the choice then lasts as long as the page.
      }
    },
  ];
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
