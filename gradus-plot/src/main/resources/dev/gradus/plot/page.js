'use strict';
(() => {
  const tip = document.getElementById('tip');

  const say = (event, lines) => {
    tip.replaceChildren(...lines.map(line => Object.assign(document.createElement('div'), {textContent: line})));
    const box = tip.getBoundingClientRect();
    const left = event.clientX + 14 + box.width > innerWidth ? event.clientX - 14 - box.width : event.clientX + 14;
    tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.min(innerHeight - box.height - 4, event.clientY + 14)}px)`;
    tip.style.visibility = 'visible';
  };
  const hush = () => { tip.style.visibility = 'hidden'; };
  const share = (axis, v) => axis.log ? Math.log(v / axis.from) / Math.log(axis.to / axis.from) : (v - axis.from) / (axis.to - axis.from);
  const text = (v, axis) => v.toLocaleString('en', {maximumSignificantDigits: 5}) + (axis.unit ? ' ' + axis.unit : '');

  for (const svg of document.querySelectorAll('svg[data-plot]')) {
    const plot = JSON.parse(svg.dataset.plot);
    const [left, top, right, bottom] = plot.box;
    const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    cursor.setAttribute('class', 'cursor');
    svg.append(cursor);
    const place = (s, i) => [left + share(plot.x, s.x[i]) * (right - left), bottom - share(plot.y, s.y[i]) * (bottom - top)];
    const near = (s, x, y) => {
      let best = -1, least = Infinity;
      for (let i = 0; i < s.x.length; i++) {
        if (s.x[i] === null || s.y[i] === null) continue;
        const [a, b] = place(s, i);
        const far = s.look === 'DOTS' ? Math.hypot(a - x, b - y) : Math.abs(a - x);
        if (far < least) { least = far; best = i; }
      }
      return {best, least};
    };
    svg.addEventListener('pointermove', event => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const lines = [];
      let mark = null;
      for (const s of plot.series) {
        if (s.look === 'REFERENCE') continue;
        const {best, least} = near(s, at.x, at.y);
        if (best < 0 || s.look === 'DOTS' && least > 12) continue;
        if (s.look === 'DOTS') {
          lines.push(`${plot.x.name}: ${text(s.x[best], plot.x)}`, `${plot.y.name}: ${text(s.y[best], plot.y)}`);
        } else {
          if (!lines.length) lines.push(`${plot.x.name} ${text(s.x[best], plot.x)}`);
          lines.push(`${s.name}: ${text(s.y[best], plot.y)}`);
          mark = mark ?? place(s, best)[0];
        }
      }
      cursor.setAttribute('d', mark === null ? '' : `M${mark} ${top}V${bottom}`);
      lines.length ? say(event, lines) : hush();
    });
    svg.addEventListener('pointerleave', () => { cursor.setAttribute('d', ''); hush(); });
  }

  // A cell's title is there for those without scripts; with them it appears at once.
  for (const cell of document.querySelectorAll('rect.cell')) {
    const words = cell.textContent;
    cell.replaceChildren();
    cell.setAttribute('aria-label', words);
    cell.addEventListener('pointermove', event => say(event, [words]));
    cell.addEventListener('pointerleave', hush);
  }

  const value = cell => {
    const number = parseFloat(cell.textContent.replace(/,/g, ''));
    return Number.isNaN(number) ? null : number;
  };
  for (const table of document.querySelectorAll('table')) {
    table.querySelectorAll('thead th').forEach((head, column) => head.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') !== 'descending';
      table.querySelectorAll('thead th').forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => {
        const x = value(a.cells[column]), y = value(b.cells[column]);
        const order = x !== null && y !== null ? x - y : a.cells[column].textContent.localeCompare(b.cells[column].textContent);
        return down ? -order : order;
      });
      table.tBodies[0].append(...rows);
    }));
  }
})();
