// Runs before the first paint, so that a chosen scheme never flashes the other one.
(() => {
  const chosen = localStorage.getItem('deskplane.scheme');
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  const density = localStorage.getItem('deskplane.density');
  if (density) document.documentElement.dataset.density = density;
  const motion = localStorage.getItem('deskplane.motion');
  if (motion) document.documentElement.dataset.motion = motion;
})();
