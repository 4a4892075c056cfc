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
  // The colour of the window's frame follows the chosen theme, also when the system has another one.
  const paint = () => {
    for (const meta of document.querySelectorAll('meta[name=theme-color]'))
      meta.content = root.dataset.theme === 'dark' ? '#1c2027' : '#ffffff';
  };
  paint();
  new MutationObserver(paint).observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  // Where the keyboard lies over the page instead of making it shorter (iOS), the page is made as high as what is seen.
  const seen = window.visualViewport;
  seen?.addEventListener('resize', () => {
    const isCovered = seen.scale === 1 && innerHeight - seen.height > 80;
    if (isCovered) root.style.setProperty('--page', `${seen.height}px`);
    else root.style.removeProperty('--page');
    if (isCovered) scrollTo(0, 0);
  });
  // The browser offers once to install the app; it is kept for the button in the profile.
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    window.voronkaInstall = event;
    dispatchEvent(new Event('voronka:install'));
  });
  addEventListener('appinstalled', () => {
    window.voronkaInstall = undefined;
    dispatchEvent(new Event('voronka:install'));
  });
  root.lang = lang ?? (/^ru\b/.test(navigator.language) ? 'ru' : 'en');
})();
