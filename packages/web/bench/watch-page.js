// Runs in the page before anything of it does, as it stands here: what a compiler adds to functions is not there.
const watched = { lcpMs: 0, shift: 0, longTasks: [], interactions: [], scroll };
window.watched = watched;

function observe(type, hear, more = {}) {
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(hear));
  observer.observe({ type, buffered: true, ...more });
}

observe('largest-contentful-paint', ({ startTime }) => {
  watched.lcpMs = startTime;
});
observe('longtask', ({ duration }) => watched.longTasks.push(duration));
observe('layout-shift', ({ value, hadRecentInput }) => {
  if (!hadRecentInput) watched.shift += value;
});
observe(
  'event',
  ({ duration, interactionId }) => {
    if (interactionId > 0) watched.interactions.push(duration);
  },
  { durationThreshold: 16 },
);

/** Scrolls the table so far, and tells how many frames there were in a second. */
async function scroll(distancePx, lastsMs) {
  const table = document.querySelector('.ag-grid-viewport');
  watched.longTasks.length = 0;
  const begun = performance.now();
  let frames = 0;
  await new Promise((resolve) => {
    function step(now) {
      frames += 1;
      table.scrollTop = ((now - begun) / lastsMs) * distancePx;
      if (now - begun < lastsMs) requestAnimationFrame(step);
      else resolve();
    }
    requestAnimationFrame(step);
  });
  if (!table.scrollTop) throw new Error('The table was not scrolled.');
  const seconds = (performance.now() - begun) / 1_000;
  return { framesPerSecond: frames / seconds, longTasks: watched.longTasks.length };
}
