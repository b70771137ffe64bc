import { type Accessor, createSignal, onCleanup } from 'solid-js';

export const steps = ['data', 'train', 'compare', 'explain', 'predict', 'export'] as const;
export type Step = (typeof steps)[number];
export const views = [...steps, 'evaluate', 'architecture', 'runs', 'settings'] as const;
export type View = (typeof views)[number];

/** The step a view belongs to: an evaluation and an architecture are closer looks at Compare. Null: it stands apart. */
export function stepOf(view: View): Step | null {
  if (view === 'evaluate' || view === 'architecture') return 'compare';
  return steps.find((step) => step === view) ?? null;
}

export interface Route {
  view: View;
  /** What follows `?` in the hash: `#/compare?experiment=...&run=...`. */
  params: Readonly<Record<string, string>>;
}

export interface RouteState {
  route: Accessor<Route>;
  view: Accessor<View>;
  param(name: string): string | undefined;
  go(view: View, params?: Record<string, string>): void;
  href(view: View, params?: Record<string, string>): string;
}

/** An address that says nothing known leads to Data. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const view = views.find((known) => known === path) ?? 'data';
  return { view, params: Object.fromEntries(new URLSearchParams(query)) };
}

export function formatHash(view: View, params: Record<string, string> = {}): string {
  const query = new URLSearchParams(params).toString();
  return `#/${view}${query ? `?${query}` : ''}`;
}

/** Follows the address: links, the back button and `go` are the same thing. */
export function createRoute(): RouteState {
  const [route, setRoute] = createSignal(parseHash(location.hash));
  const follow = () => setRoute(parseHash(location.hash));
  addEventListener('hashchange', follow);
  onCleanup(() => removeEventListener('hashchange', follow));
  return {
    route,
    view: () => route().view,
    param: (name) => route().params[name],
    go(view, params) {
      location.hash = formatHash(view, params);
    },
    href: formatHash,
  };
}
