// The slider over dated actions: how many there were when, and two handles.

import { drawn, element } from "./dom.mjs";
import { WORDS, sayDate } from "./words.mjs";

const WIDTH = 600;
const HEIGHT = 40;

/**
 * A slider in `card` over `periods`, {name, count}; `undated` is how many actions have no date. `onChange(time)` is
 * called with {from, to, undated}, or null where nothing is left out. `show(time, lang)` sets it.
 */
export function createTimeline(card, periods, undated, onChange) {
  const last = periods.length - 1;
  const most = Math.max(...periods.map(({ count }) => count));
  const bars = periods.map(({ count }, place) => {
    const height = Math.max(2, (count / most) * HEIGHT);
    return drawn("rect", { x: (place * WIDTH) / periods.length, y: HEIGHT - height, width: Math.max(1, WIDTH / periods.length - 1), height });
  });
  const chart = drawn("svg", { class: "bars", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, bars);
  const handle = (value) => element("input", { type: "range", min: 0, max: last, value, oninput: change });
  const [begin, end] = [handle(0), handle(last)];
  const box = element("input", { type: "checkbox", checked: true, onchange: change });
  const said = element("output", {});
  const boxSays = element("span", {});
  card.replaceChildren(
    element("div", { class: "when" }, said, element("label", {}, box, boxSays)),
    element("div", { class: "slider" }, chart, begin, end),
  );

  function change({ target }) {
    // One handle pushes the other.
    if (Number(begin.value) > Number(end.value)) (target === begin ? end : begin).value = target.value;
    const time = { from: periods[begin.value].name, to: periods[end.value].name, undated: box.checked };
    const whole = Number(begin.value) === 0 && Number(end.value) === last && time.undated;
    onChange(whole ? null : time);
  }

  return {
    show(time, lang) {
      const words = WORDS[lang];
      const place = (name, otherwise) => Math.max(0, time ? periods.findIndex((period) => period.name === name) : otherwise);
      begin.value = place(time?.from, 0);
      end.value = place(time?.to, last);
      box.checked = time?.undated ?? true;
      const names = [begin, end].map((input) => sayDate(periods[input.value].name, lang));
      [begin, end].forEach((input, number) => {
        input.setAttribute("aria-label", number ? words.to : words.from);
        input.setAttribute("aria-valuetext", names[number]);
      });
      said.textContent = `${names[0]} – ${names[1]}`;
      boxSays.textContent = words.undated(undated);
      bars.forEach((bar, number) => bar.classList.toggle("out", number < Number(begin.value) || number > Number(end.value)));
    },
  };
}
