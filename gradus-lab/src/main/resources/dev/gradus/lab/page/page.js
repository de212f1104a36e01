"use strict";
(() => {
  const root = document.documentElement;
  const kept = (key, value) => { try { if (value === undefined) return localStorage.getItem(key); localStorage.setItem(key, value); } catch { return null; } };
  const speak = lang => {
    root.dataset.lang = lang;
    root.lang = lang;
    document.querySelectorAll("[data-set-lang]").forEach(b => b.setAttribute("aria-pressed", b.dataset.setLang === lang));
    kept("gradus-lang", lang);
  };
  document.querySelectorAll("[data-set-lang]").forEach(b => b.onclick = () => speak(b.dataset.setLang));
  const asked = new URLSearchParams(location.search).get("lang");
  speak(asked || kept("gradus-lang") || (navigator.language.startsWith("ko") ? "ko" : "en"));
  document.querySelector("[data-theme-switch]").onclick = () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    kept("gradus-theme", root.dataset.theme);
  };
  const theme = kept("gradus-theme");
  if (theme) root.dataset.theme = theme;

  // Numbers under the pointer.
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  const ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  ring.setAttribute("class", "ring");
  ring.setAttribute("r", 6);
  const tell = (event, text) => {
    tip.textContent = text;
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 4)) + "px";
    tip.style.top = Math.max(4, event.clientY - box.height - 12) + "px";
  };
  const still = () => { tip.hidden = true; ring.remove(); };
  const points = new WeakMap();
  const pointsOf = group => {
    if (!points.has(group)) points.set(group, group.dataset.points.split("|").filter(p => p).map(p => p.split(";")));
    return points.get(group);
  };
  const round = x => Number(x.toPrecision(3)).toString();
  const look = (svg, event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    let best = null;
    let least = 30 * 30;
    svg.querySelectorAll("g.series[data-points]:not([hidden])").forEach(group => pointsOf(group).forEach(p => {
      const far = (p[0] - at.x) ** 2 + (p[1] - at.y) ** 2;
      if (far < least) { least = far; best = {group, p}; }
    }));
    if (best) {
      ring.setAttribute("cx", best.p[0]);
      ring.setAttribute("cy", best.p[1]);
      svg.append(ring);
      tell(event, best.group.dataset[root.dataset.lang] + ": " + best.p.slice(2).join(","));
      return;
    }
    const map = svg.querySelector("image[data-values]");
    const room = (svg.dataset.room || "").split(" ").map(Number);
    const x = (at.x - room[0]) / room[2];
    const y = (at.y - room[1]) / room[3];
    if (map && x >= 0 && x < 1 && y >= 0 && y < 1) {
      const values = points.get(map) || points.set(map, map.dataset.values.split(" ")).get(map);
      const columns = Number(map.dataset.columns);
      const rows = values.length / columns;
      const ends = map.dataset.ends.split(" ").map(Number);
      ring.remove();
      tell(event, "(" + round(ends[0] + x * (ends[1] - ends[0])) + ", " + round(ends[3] - y * (ends[3] - ends[2])) + "): "
        + values[Math.floor(y * rows) * columns + Math.floor(x * columns)]);
      return;
    }
    still();
  };
  document.querySelectorAll("svg.plot").forEach(svg => {
    svg.addEventListener("pointermove", event => look(svg, event));
    svg.addEventListener("pointerdown", event => look(svg, event));
    svg.addEventListener("pointerleave", still);
    svg.querySelectorAll("[data-toggle]").forEach(entry => {
      const toggle = () => {
        const off = entry.classList.toggle("off");
        entry.setAttribute("aria-pressed", !off);
        svg.querySelectorAll("g.series[data-series='" + entry.dataset.toggle + "']").forEach(group => group.toggleAttribute("hidden", off));
      };
      entry.addEventListener("click", toggle);
      entry.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(); } });
    });
  });

  // Sliders that choose a frame.
  document.querySelectorAll(".frames").forEach(frames => {
    const slider = frames.querySelector("input");
    const show = () => {
      const pick = kind => frames.querySelectorAll(kind + ".frame").forEach((frame, i) => frame.hidden = i !== Number(slider.value));
      pick("span");
      pick("div");
    };
    slider.oninput = show;
    show();
  });

  // Surfaces that turn as they are dragged: the same view as in SurfacePlot.java.
  const anchors = ["#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"];
  document.querySelectorAll("svg[data-surface]").forEach(svg => {
    const parts = svg.dataset.surface.split("|");
    const [columns, rows] = parts[0].split(" ").map(Number);
    const numbers = text => text.trim().split(" ").map(Number);
    const heights = numbers(parts[1]);
    const paths = parts.slice(2, -1).map(numbers);
    const scene = svg.querySelector(".scene");
    const names = [...scene.querySelectorAll("text")];
    let turn = 0.7;
    let tilt = 0.6;
    const seen = (x, y, z) => {
      const across = x * Math.cos(turn) - y * Math.sin(turn);
      const away = x * Math.sin(turn) + y * Math.cos(turn);
      return [220 + 235 * across, 190 - 235 * (z * Math.cos(tilt) + away * Math.sin(tilt)), -away];
    };
    const at = p => p[0].toFixed(1) + "," + p[1].toFixed(1);
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
      let out = "<path class='edge' fill='none' d='M" + floor.map(at).join("L") + "Z'/>";
      faces.forEach(f => out += "<polygon points='" + f.four.map(k => at(corners[k])).join(" ") + "' fill='"
        + anchors[Math.min(9, Math.floor(f.high * 10))] + "'/>");
      paths.forEach((p, n) => {
        const line = [];
        for (let i = 0; i + 2 < p.length; i += 3) line.push(seen(p[i] - 0.5, p[i + 1] - 0.5, up(p[i + 2])));
        if (!line.length) return;
        const off = svg.querySelector("[data-toggle='" + n + "']").classList.contains("off");
        const d = "M" + line.map(at).join("L");
        out += "<g class='series s" + n % 8 + "' data-series='" + n + "'" + (off ? " hidden" : "") + "><path class='halo' d='" + d
          + "'/><path class='curve dash" + n % 4 + "' d='" + d + "'/><circle class='end' r='5' cx='" + line.at(-1)[0] + "' cy='" + line.at(-1)[1] + "'/></g>";
      });
      scene.innerHTML = out;
      names.forEach(name => {
        const p = name.classList.contains("along") ? seen(0.1, -0.62, -0.35) : seen(-0.62, 0.1, -0.35);
        name.setAttribute("x", p[0]);
        name.setAttribute("y", p[1] + 10);
        name.setAttribute("text-anchor", p[0] > 220 ? "start" : "end");
        scene.append(name);
      });
    };
    let from = null;
    svg.addEventListener("pointerdown", event => {
      if (event.target.closest("[data-toggle]")) return;
      from = [event.clientX, event.clientY, turn, tilt];
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", event => {
      if (!from) return;
      turn = from[2] - (event.clientX - from[0]) * 0.01;
      tilt = Math.max(0.1, Math.min(1.4, from[3] + (event.clientY - from[1]) * 0.01));
      draw();
    });
    svg.addEventListener("pointerup", () => from = null);
    svg.addEventListener("pointercancel", () => from = null);
  });
})();
