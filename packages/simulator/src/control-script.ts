/** The page's own script: forms go out as JSON, the panels come back every second and a half. */
export const controlScript = `'use strict';
const notice = document.getElementById('notice');
const shown = new Map();

async function send(order, form, button) {
  const [method, address] = order.split(' ');
  const fields = Object.fromEntries(new FormData(form, button));
  const body = method === 'DELETE' ? undefined : JSON.stringify(fields);
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(address, { method, headers, body });
  const answer = await response.json().catch(() => ({}));
  notice.textContent = response.ok ? '' : answer.error || 'That did not work.';
  form.reset();
  document.activeElement.blur();
  await refresh();
}

document.addEventListener('submit', (event) => {
  event.preventDefault();
  const button = event.submitter;
  const order = (button && button.dataset.send) || event.target.dataset.send;
  send(order, event.target, button && button.name ? button : undefined).catch(lost);
});

function isInUse(panel) {
  if (panel.contains(document.activeElement)) return true;
  return (
    [...panel.querySelectorAll('option')].some((one) => one.selected !== one.defaultSelected) ||
    [...panel.querySelectorAll('input')].some((field) =>
      field.type === 'checkbox'
        ? field.checked !== field.defaultChecked
        : field.value !== field.defaultValue,
    )
  );
}

async function refresh() {
  const response = await fetch('/control/panels');
  for (const [id, content] of Object.entries(await response.json())) {
    const panel = document.getElementById(id);
    if (shown.get(id) === content || isInUse(panel)) continue;
    panel.innerHTML = content;
    shown.set(id, content);
  }
  document.body.classList.remove('lost');
}

function lost() {
  document.body.classList.add('lost');
  notice.textContent = 'The simulator does not answer.';
}

setInterval(() => {
  if (!document.hidden) refresh().catch(lost);
}, 1500);
`;
