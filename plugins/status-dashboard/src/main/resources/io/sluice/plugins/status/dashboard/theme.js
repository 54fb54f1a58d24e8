// Before the page is drawn, so that it does not flash: the theme that was chosen here, or else the system's.
'use strict';
{
  let chosen = null;
  try {
    chosen = localStorage.getItem('sluice-theme');
  } catch (e) {
    // storage is not allowed: the system's theme
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
}
