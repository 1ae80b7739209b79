// A note that was uncovered covers itself when its reader turns away from it.
const shown = document.querySelector("[data-cover]");

function cover() {
  if (document.hidden) location.replace(shown.dataset.cover);
}

// Coming back with the browser's own button must not bring it back uncovered.
function coverKept(event) {
  if (event.persisted) location.replace(shown.dataset.cover);
}

if (shown) {
  document.addEventListener("visibilitychange", cover);
  addEventListener("pageshow", coverKept);
}
