
const log = document.getElementById('log');
const state = document.getElementById('state');
const events = new EventSource(log.dataset.events);

const show = text => {
  const page = document.documentElement;
  const atEnd = page.scrollTop + page.clientHeight > page.scrollHeight - 80;
  log.append(text + '\n');
  if (atEnd) page.scrollTop = page.scrollHeight;
};

events.onmessage = event => {
  const line = JSON.parse(event.data);
  show(new Date(line.time).toLocaleTimeString() + ' ' + line.level + ' ' + line.message);
};
events.addEventListener('gap', event => show('… ' + JSON.parse(event.data).lines + ' lines are no longer kept'));
events.addEventListener('end', event => {
  const end = JSON.parse(event.data);
  events.close();
  state.textContent = 'It ' + end.status + ' after ' + end.elapsedMs + ' ms' + (end.error ? ': ' + end.error : '.');
});
