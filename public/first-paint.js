// Before the first paint, so that a dark page does not flash; src/state/theme.ts goes on from here.
(() => {
  let theme;
  try {
    theme = localStorage.getItem('lensmith.theme');
  } catch {}
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme =
    theme === 'dark' || (theme !== 'light' && dark) ? 'dark' : 'light';
})();
