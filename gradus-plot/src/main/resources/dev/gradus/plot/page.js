'use strict';
(() => {
  const root = document.documentElement;
  const kept = (key, value) => { try { if (value === undefined) return localStorage.getItem(key); localStorage.setItem(key, value); } catch { return null; } };
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Language and light, on pages that have a choice.
  const tongues = all('[data-speak]');
  const speak = lang => {
    root.lang = lang;
    tongues.forEach(b => b.setAttribute('aria-pressed', b.dataset.speak === lang));
    kept('gradus-lang', lang);
  };
  tongues.forEach(b => b.addEventListener('click', () => speak(b.dataset.speak)));
  if (tongues.length) {
    const asked = new URLSearchParams(location.search).get('lang') || kept('gradus-lang') || navigator.language.slice(0, 2);
    speak(tongues.some(b => b.dataset.speak === asked) ? asked : 'en');
  }
  all('[data-light]').forEach(b => {
    if (kept('gradus-theme')) root.dataset.theme = kept('gradus-theme');
    b.addEventListener('click', () => {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      kept('gradus-theme', root.dataset.theme);
    });
  });

  const tip = document.getElementById('tip');
  const say = (event, lines) => {
    tip.replaceChildren(...lines.map(line => Object.assign(document.createElement('div'), {textContent: line})));
    const box = tip.getBoundingClientRect();
    const left = event.clientX + 14 + box.width > innerWidth ? event.clientX - 14 - box.width : event.clientX + 14;
    tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.min(innerHeight - box.height - 4, event.clientY + 14)}px)`;
    tip.style.visibility = 'visible';
  };
  const hush = () => { tip.style.visibility = 'hidden'; };
  const touched = (element, moved, left) => {
    for (const name of ['pointermove', 'pointerdown']) element.addEventListener(name, moved);
    element.addEventListener('pointerleave', left);
  };

  // A part's title is there for those without scripts; with them it appears at once.
  all('.tell').forEach(part => {
    const titles = all(':scope > title', part);
    const words = () => (titles.find(title => title.getAttribute('lang') === root.lang) ?? titles[0]).textContent;
    titles.forEach(title => title.remove());
    touched(part, event => say(event, [words()]), hush);
  });

  const word = text => typeof text === 'string' ? text : text[root.lang];
  const high = exponent => [...String(exponent)].map(digit => digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('');
  const written = v => {
    const size = Math.abs(v);
    if (v === 0 || size >= 1e-4 && size < 1e7) return v.toLocaleString('en', {maximumSignificantDigits: 5}).replace('-', '−');
    const [digits, power] = v.toExponential(3).split('e');
    return `${Number(digits)}·10${high(Number(power))}`.replace('-', '−');
  };
  const told = (axis, v) => `${word(axis.name)}: ${written(v)}${axis.unit ? ' ' + axis.unit : ''}`;
  const share = (axis, v) => axis.log ? Math.log(v / axis.from) / Math.log(axis.to / axis.from) : (v - axis.from) / (axis.to - axis.from);
  const at = (axis, s) => axis.log ? axis.from * (axis.to / axis.from) ** s : axis.from + s * (axis.to - axis.from);
  const NEAR = 18;

  all('svg[data-plot]').forEach(svg => {
    const plot = JSON.parse(svg.dataset.plot);
    const [left, top, right, bottom] = plot.box;
    const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    cursor.setAttribute('class', 'cursor');
    svg.append(cursor);
    const map = svg.querySelector('image[data-values]');
    const values = map && map.dataset.values.split(' ');
    const place = (s, i) => [left + share(plot.x, s.x[i]) * (right - left), bottom - share(plot.y, s.y[i]) * (bottom - top)];
    const near = (s, x, y) => {
      let best = -1, least = Infinity;
      for (let i = 0; i < s.x.length; i++) {
        if (s.x[i] === null || s.y[i] === null) continue;
        const [a, b] = place(s, i);
        const far = s.look === 'POINTS' || s.look === 'PATH' ? Math.hypot(a - x, b - y) : Math.abs(a - x);
        if (far < least) { least = far; best = i; }
      }
      return {s, best, least};
    };
    const quiet = () => { cursor.setAttribute('d', ''); hush(); };
    touched(svg, event => {
      const {x, y} = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      if (x < left - 9 || x > right + 9 || y < top - 9 || y > bottom + 9) return quiet();
      const seen = plot.series.filter((s, i) => s.look !== 'REFERENCE' && !svg.querySelector(`.series[data-series="${i}"]`).hasAttribute('hidden'))
        .map(s => near(s, x, y)).filter(found => found.best >= 0);
      const single = found => found.s.look === 'POINTS' || found.s.look === 'PATH';
      const point = seen.filter(found => single(found) && found.least < NEAR).sort((a, b) => a.least - b.least)[0];
      const lines = seen.filter(found => !single(found));
      if (point) {
        const {s, best} = point;
        const [a, b] = place(s, best);
        cursor.setAttribute('d', `M${a - 6} ${b}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0`);
        say(event, [word(s.name), told(plot.x, s.x[best]), told(plot.y, s.y[best])]);
      } else if (lines.length) {
        const nearest = lines.reduce((a, b) => b.least < a.least ? b : a);
        const place0 = place(nearest.s, nearest.best)[0];
        const there = lines.filter(({s, best}) => Math.abs(place(s, best)[0] - place0) < NEAR);
        cursor.setAttribute('d', `M${place0} ${top}V${bottom}`);
        say(event, [told(plot.x, nearest.s.x[nearest.best]), ...there.map(({s, best}) => `${word(s.name)}: ${written(s.y[best])}`
          + (plot.y.unit ? ' ' + plot.y.unit : '') + (s.low && s.low[best] !== null && s.high[best] !== null ? ` [${written(s.low[best])}, ${written(s.high[best])}]` : ''))]);
      } else if (map && x >= left && x < right && y >= top && y < bottom) {
        const columns = Number(map.dataset.columns);
        const a = (x - left) / (right - left), b = (y - top) / (bottom - top);
        cursor.setAttribute('d', '');
        say(event, [`(${written(Number(at(plot.x, a).toPrecision(3)))}, ${written(Number(at(plot.y, 1 - b).toPrecision(3)))}): `
          + values[Math.floor(b * values.length / columns) * columns + Math.floor(a * columns)]]);
      } else {
        quiet();
      }
    }, quiet);
  });

  // Entries of a legend that hide their series.
  all('[data-toggle]').forEach(entry => {
    const toggle = () => {
      const off = entry.classList.toggle('off');
      entry.setAttribute('aria-pressed', !off);
      all(`.series[data-series="${entry.dataset.toggle}"]`, entry.closest('.plot')).forEach(group => group.toggleAttribute('hidden', off));
    };
    entry.addEventListener('click', toggle);
    entry.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); toggle(); } });
  });

  // Sliders that choose a frame.
  all('.frames').forEach(frames => {
    const slider = frames.querySelector('input');
    const show = () => ['span', 'div'].forEach(kind => all(kind + '.frame', frames).forEach((frame, i) => { frame.hidden = i !== Number(slider.value); }));
    slider.addEventListener('input', show);
    show();
  });

  // Surfaces that turn as they are dragged: the same view as in SurfacePlot.java.
  const anchors = ['#440154', '#482878', '#3e4989', '#31688e', '#26828e', '#1f9e89', '#35b779', '#6ece58', '#b5de2b', '#fde725'];
  all('svg[data-surface]').forEach(svg => {
    const parts = svg.dataset.surface.split('|');
    const [columns, rows] = parts[0].split(' ').map(Number);
    const numbers = text => text.trim().split(' ').map(Number);
    const heights = numbers(parts[1]);
    const paths = parts.slice(2, -1).map(numbers);
    const scene = svg.querySelector('.scene');
    const names = all('text', scene);
    const styles = all('.series', scene).map(group => [group.getAttribute('style'), group.querySelector('.curve').getAttribute('class')]);
    let turn = 0.7;
    let tilt = 0.6;
    const seen = (x, y, z) => {
      const across = x * Math.cos(turn) - y * Math.sin(turn);
      const away = x * Math.sin(turn) + y * Math.cos(turn);
      return [220 + 235 * across, 190 - 235 * (z * Math.cos(tilt) + away * Math.sin(tilt)), -away];
    };
    const spot = p => p[0].toFixed(1) + ',' + p[1].toFixed(1);
    const up = h => -0.35 + 0.7 * h;
    const draw = () => {
      const corners = heights.map((h, i) => seen((i % columns) / (columns - 1) - 0.5, Math.floor(i / columns) / (rows - 1) - 0.5, up(h)));
      const faces = [];
      for (let r = 0; r + 1 < rows; r++) for (let c = 0; c + 1 < columns; c++) {
        const i = r * columns + c;
        const four = [i, i + 1, i + columns + 1, i + columns];
        faces.push({near: four.reduce((s, k) => s + corners[k][2], 0), high: four.reduce((s, k) => s + heights[k], 0) / 4, four});
      }
      faces.sort((a, b) => a.near - b.near);
      const floor = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(p => seen(p[0], p[1], -0.35));
      let out = `<path class='edge' fill='none' d='M${floor.map(spot).join('L')}Z'/>`;
      faces.forEach(f => { out += `<polygon points='${f.four.map(k => spot(corners[k])).join(' ')}' fill='${anchors[Math.min(9, Math.floor(f.high * 10))]}'/>`; });
      paths.forEach((p, n) => {
        const line = [];
        for (let i = 0; i + 2 < p.length; i += 3) line.push(seen(p[i] - 0.5, p[i + 1] - 0.5, up(p[i + 2])));
        if (!line.length) return;
        const off = svg.querySelector(`[data-toggle='${n}']`).classList.contains('off');
        const d = 'M' + line.map(spot).join('L');
        out += `<g class='series' style='${styles[n][0]}' data-series='${n}'${off ? ' hidden' : ''}><path class='halo' d='${d}'/>`
          + `<path class='${styles[n][1]}' d='${d}'/><circle class='end' r='5' cx='${line.at(-1)[0]}' cy='${line.at(-1)[1]}'/></g>`;
      });
      scene.innerHTML = out;
      names.forEach(name => {
        const p = name.classList.contains('along') ? seen(0.1, -0.62, -0.35) : seen(-0.62, 0.1, -0.35);
        name.setAttribute('x', p[0]);
        name.setAttribute('y', p[1] + 10);
        name.setAttribute('text-anchor', p[0] > 220 ? 'start' : 'end');
        scene.append(name);
      });
    };
    let from = null;
    svg.addEventListener('pointerdown', event => {
      if (event.target.closest('[data-toggle]')) return;
      from = [event.clientX, event.clientY, turn, tilt];
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener('pointermove', event => {
      if (!from) return;
      turn = from[2] - (event.clientX - from[0]) * 0.01;
      tilt = Math.max(0.1, Math.min(1.4, from[3] + (event.clientY - from[1]) * 0.01));
      draw();
    });
    for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, () => { from = null; });
  });

  // Tables that a click on a heading sorts.
  const value = cell => {
    const plain = cell.textContent.replace(/,/g, '').replace(/−/g, '-')
      .replace(/^(-?)(?:([\d.]+)·)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, sign, digits, power) => `${sign}${digits ?? 1}e`
        + [...power].map(c => c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c)).join(''));
    const number = parseFloat(plain);
    return Number.isNaN(number) ? null : number;
  };
  all('table').forEach(table => all('thead th', table).forEach((head, column) => head.addEventListener('click', () => {
    const down = head.getAttribute('aria-sort') !== 'descending';
    all('thead th', table).forEach(other => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => {
      const x = value(a.cells[column]), y = value(b.cells[column]);
      const order = x !== null && y !== null ? x - y : a.cells[column].textContent.localeCompare(b.cells[column].textContent);
      return down ? -order : order;
    });
    table.tBodies[0].append(...rows);
  })));
})();
