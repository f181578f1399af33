// Without this the page says the same; with it, it says values under the pointer and lets cases be hidden.
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const hidden = new Set();
  const buttons = all('button[data-cases]');
  const caseIds = button => JSON.parse(button.dataset.cases);
  const everyCase = [...new Set(buttons.flatMap(caseIds))];
  const labels = JSON.parse(document.getElementById('labels').textContent);
  const plots = JSON.parse(document.getElementById('plots').textContent);

  const isGone = element => {
    if (element.dataset.case) return hidden.has(element.dataset.case);
    if (element.dataset.of) return element.dataset.of.split(' ').every(id => hidden.has(id));
    const cases = labels[element.dataset.label] ?? [];
    return cases.length > 0 && cases.every(id => hidden.has(id));
  };

  // Rows below a hidden one move up, and the drawing gets lower by it.
  const reflow = svg => {
    let gone = 0;
    for (const row of all('g.row', svg)) {
      row.dataset.moved = gone;
      row.setAttribute('transform', `translate(0 ${-gone})`);
      if (row.classList.contains('hidden-mark')) gone += Number(row.dataset.height);
    }
    for (const below of all('g.below', svg)) below.setAttribute('transform', `translate(0 ${-gone})`);
    svg.dataset.height ??= svg.viewBox.baseVal.height;
    svg.setAttribute('viewBox', `0 0 ${svg.viewBox.baseVal.width} ${svg.dataset.height - gone}`);
    svg.setAttribute('height', svg.dataset.height - gone);
  };

  const apply = () => {
    for (const mark of all('svg [data-case], svg [data-label], svg [data-of], details[data-case]')) mark.classList.toggle('hidden-mark', isGone(mark));
    for (const row of all('tr[data-case]')) row.classList.toggle('hidden', hidden.has(row.dataset.case));
    for (const button of buttons) button.setAttribute('aria-pressed', String(!caseIds(button).every(id => hidden.has(id))));
    all('figure svg').forEach(reflow);
    tip.hide();
  };

  const toggle = ids => {
    const hide = !ids.every(id => hidden.has(id));
    for (const id of ids) hide ? hidden.add(id) : hidden.delete(id);
    apply();
  };

  for (const button of buttons) button.addEventListener('click', () => toggle(caseIds(button)));
  document.getElementById('show-all')?.addEventListener('click', () => { hidden.clear(); apply(); });
  document.getElementById('hide-all')?.addEventListener('click', () => { everyCase.forEach(id => hidden.add(id)); apply(); });

  const tip = (() => {
    const box = document.createElement('div');
    box.id = 'tip';
    box.setAttribute('role', 'status');
    box.hidden = true;
    document.body.append(box);
    return {
      show(text, x, y) {
        box.textContent = text;
        box.hidden = false;
        const { width, height } = box.getBoundingClientRect();
        box.style.left = `${Math.max(4, Math.min(x + 14 + width > innerWidth ? x - 14 - width : x + 14, innerWidth - width - 4))}px`;
        box.style.top = `${Math.max(4, Math.min(y + 14, innerHeight - height - 4))}px`;
      },
      hide() { box.hidden = true; },
    };
  })();

  // A mark's own title would come late, to the pointer alone, and a second time.
  for (const title of all('svg * > title')) {
    const mark = title.parentElement;
    const text = title.textContent;
    title.remove();
    mark.setAttribute('tabindex', '-1');
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', text);
    mark.addEventListener('pointermove', event => { tip.show(text, event.clientX, event.clientY); event.stopPropagation(); });
    mark.addEventListener('pointerleave', tip.hide);
    mark.addEventListener('focus', () => { const box = mark.getBoundingClientRect(); tip.show(text, box.right, box.bottom); });
    mark.addEventListener('blur', tip.hide);
    const owner = mark.closest('[data-case]');
    if (!owner) continue;
    mark.addEventListener('click', () => toggle([owner.dataset.case]));
    mark.addEventListener('keydown', event => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      mark.ownerSVGElement.focus();
      toggle([owner.dataset.case]);
    });
  }

  // A figure is one stop of the Tab key; from there the arrows go from mark to mark.
  for (const svg of all('figure svg')) {
    const marks = all('[aria-label]', svg);
    if (marks.length === 0) continue;
    svg.setAttribute('tabindex', '0');
    svg.addEventListener('keydown', event => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const shown = marks.filter(mark => !mark.closest('.hidden-mark'));
      shown[Math.max(0, Math.min(shown.length - 1, shown.indexOf(document.activeElement) + step))]?.focus();
    });
  }
  addEventListener('keydown', event => { if (event.key === 'Escape') tip.hide(); });

  const format = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
  const valueAt = (line, t) => {
    let low = 0, high = line.t.length - 1;
    if (high < 0 || line.t[0] > t) return null;
    while (low < high) { const middle = (low + high + 1) >> 1; line.t[middle] <= t ? low = middle : high = middle - 1; }
    return line.v[low];
  };
  const words = (plot, t, name) => [`${name}${format.format(t)} s`, ...plot.lines.map(line => {
    const value = valueAt(line, t);
    return value === null ? null : `${format.format(value)} ${line.name}`;
  }).filter(Boolean)].join('\n');

  for (const svg of all('figure svg')) {
    const own = plots[svg.closest('figure').id];
    if (!own) continue;
    const cross = document.createElementNS(svg.namespaceURI, 'line');
    cross.setAttribute('stroke', 'currentColor');
    cross.setAttribute('pointer-events', 'none');
    cross.setAttribute('class', 'hidden-mark');
    svg.append(cross);
    const moved = plot => Number(svg.querySelector(`g.row[data-case="${CSS.escape(plot.case)}"]`)?.dataset.moved ?? 0);
    const say = (plot, x, clientX, clientY) => {
      const t = (x - plot.left) / (plot.right - plot.left) * plot.seconds;
      const up = moved(plot);
      for (const [name, value] of Object.entries({ x1: x, x2: x, y1: plot.top - up, y2: plot.bottom - up })) cross.setAttribute(name, value);
      cross.classList.remove('hidden-mark');
      tip.show(words(plot, t, own.length > 1 ? `${plot.case}: ` : ''), clientX, clientY);
    };
    const leave = () => { cross.classList.add('hidden-mark'); tip.hide(); };
    svg.addEventListener('pointermove', event => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const plot = own.find(one => !hidden.has(one.case) && point.x >= one.left && point.x <= one.right
        && point.y >= one.top - moved(one) && point.y <= one.bottom - moved(one));
      plot ? say(plot, point.x, event.clientX, event.clientY) : leave();
    });
    svg.addEventListener('pointerleave', leave);
    // The arrows walk through time, and from plot to plot.
    svg.setAttribute('tabindex', '0');
    let at = 0, share = 0;
    svg.addEventListener('keydown', event => {
      const step = { ArrowLeft: [0, -0.01], ArrowRight: [0, 0.01], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (event.key === 'Escape') leave();
      if (!step || event.target !== svg) return;
      event.preventDefault();
      const shown = own.filter(one => !hidden.has(one.case));
      if (shown.length === 0) return;
      at = Math.max(0, Math.min(shown.length - 1, at + step[0]));
      share = Math.max(0, Math.min(1, share + step[1]));
      const plot = shown[at];
      const x = plot.left + share * (plot.right - plot.left);
      const screen = new DOMPoint(x, plot.top - moved(plot)).matrixTransform(svg.getScreenCTM());
      say(plot, x, screen.x, screen.y);
    });
    svg.addEventListener('blur', leave);
  }

  // Paper has nothing to click on.
  let closed = [];
  addEventListener('beforeprint', () => { closed = all('details:not([open])'); closed.forEach(one => { one.open = true; }); });
  addEventListener('afterprint', () => closed.forEach(one => { one.open = false; }));
})();
