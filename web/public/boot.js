// Runs before the first paint: theme, density and language, so that nothing flashes.
// An external file, because the page's policy admits no inline script. Keys are those of lib/theme.ts and lib/i18n.ts.
(() => {
  const root = document.documentElement;
  let theme = null;
  let density = null;
  let lang = null;
  try {
    theme = localStorage.getItem('voronka.theme');
    density = localStorage.getItem('voronka.density');
    lang = localStorage.getItem('voronka.lang');
  } catch {}
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.density = density === 'comfortable' ? 'comfortable' : 'compact';
  root.lang = lang ?? (/^ru\b/.test(navigator.language) ? 'ru' : 'en');
})();
