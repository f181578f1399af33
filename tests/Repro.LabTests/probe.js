// What the tests ask of a page: boxes and colours as the browser has them.
window.probe = (() => {
  const isSeen = element => element.checkVisibility() && element.getClientRects().length > 0;
  const seen = (selector, root = document) => [...root.querySelectorAll(selector)].filter(isSeen);
  const drawing = figure => document.querySelector(`#${CSS.escape(figure)} svg`);
  const round = value => Math.round(value * 100) / 100;
  const bringIn = y => scrollBy({ top: y - innerHeight * 0.7, behavior: 'instant' });

  // Where a point of a drawing is in the window, once it is there.
  const place = (figure, x, y) => {
    const at = () => new DOMPoint(x, y).matrixTransform(drawing(figure).getScreenCTM());
    bringIn(at().y);
    return [at().x, at().y];
  };

  const mark = (figure, saying) => {
    const element = [...drawing(figure).querySelectorAll('[aria-label]')].find(one => one.getAttribute('aria-label') === saying);
    const at = () => { const box = element.getBoundingClientRect(); return [(box.left + box.right) / 2, (box.top + box.bottom) / 2]; };
    bringIn(at()[1]);
    return at();
  };

  // Every box of every drawing, from the page's top left.
  const geometry = () => seen('figure svg, figure svg *').map(element => {
    const box = element.getBoundingClientRect();
    return [element.tagName, box.left + scrollX, box.top + scrollY, box.width, box.height].map(value => value.toFixed?.(2) ?? value).join(' ');
  }).join('\n');

  // Rows that can be seen, with their place in pixels of the drawing.
  const rows = figure => seen('g.row', drawing(figure)).map(row => ({
    key: row.dataset.case ?? row.dataset.label ?? row.dataset.of,
    height: Number(row.dataset.height),
    top: round(new DOMPoint(0, row.getBoundingClientRect().top).matrixTransform(drawing(figure).getScreenCTM().inverse()).y),
  }));

  // Texts that lie on one another or reach over their drawing's edge.
  const faults = tolerance => seen('figure svg').flatMap(svg => {
    const name = svg.closest('figure').id;
    const edge = svg.getBoundingClientRect();
    const texts = seen('text', svg).map(text => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    const outside = texts.filter(({ box }) => box.left < edge.left - tolerance || box.right > edge.right + tolerance || box.top < edge.top - tolerance || box.bottom > edge.bottom + tolerance);
    const over = (a, b) => a.left < b.right - tolerance && b.left < a.right - tolerance && a.top < b.bottom - tolerance && b.top < a.bottom - tolerance;
    const overlaps = texts.flatMap((one, index) => texts.slice(index + 1).filter(other => over(one.box, other.box)).map(other => `${name}: '${one.text}' and '${other.text}' overlap`));
    return [...outside.map(({ text }) => `${name}: '${text}' leaves the drawing`), ...overlaps];
  });

  const parse = colour => { const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number); return { rgb: [r, g, b], a }; };
  const over = (below, colour, opacity = 1) => { const { rgb, a } = parse(colour); return below.map((part, i) => part + (rgb[i] - part) * a * opacity); };
  const luminance = rgb => rgb.map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (one, other) => { const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b); return (high + 0.05) / (low + 0.05); };

  const backdrop = element => {
    const ancestors = [];
    for (let one = element; one; one = one.parentElement) ancestors.unshift(one);
    return ancestors.reduce((below, one) => over(below, getComputedStyle(one).backgroundColor), [255, 255, 255]);
  };

  // What is painted below a text's middle and its ends, the worst of them.
  const behind = (text, ink) => {
    const svg = text.ownerSVGElement;
    const box = text.getBoundingClientRect();
    const meets = other => other.left < box.right && other.right > box.left && other.top < box.bottom && other.bottom > box.top;
    const below = seen('rect, path, circle', svg).filter(shape => meets(shape.getBoundingClientRect())
      && shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING && getComputedStyle(shape).fill !== 'none');
    const grounds = [box.left + 1, (box.left + box.right) / 2, box.right - 1].map(x => below
      .filter(shape => shape.isPointInFill(new DOMPoint(x, (box.top + box.bottom) / 2).matrixTransform(shape.getScreenCTM().inverse())))
      .reduce((ground, shape) => over(ground, getComputedStyle(shape).fill, Number(getComputedStyle(shape).fillOpacity)), backdrop(svg)));
    const halo = getComputedStyle(text).stroke;
    return Math.min(...(halo === 'none' ? grounds : [over(backdrop(svg), halo)]).map(ground => ratio(ink, ground)));
  };

  // Every text that can be seen, with the contrast to what it stands on.
  const contrasts = () => {
    const words = seen('body *').filter(element => !element.closest('svg') && [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()));
    return [
      ...words.map(element => ({ text: element.textContent.trim(), drawn: false, ratio: ratio(over([0, 0, 0], getComputedStyle(element).color), backdrop(element)) })),
      ...seen('figure svg text').map(text => ({ text: `${text.closest('figure').id}: ${text.textContent}`, drawn: true, ratio: behind(text, over([0, 0, 0], getComputedStyle(text).fill)) })),
    ];
  };

  const colour = (selector, property) => getComputedStyle(document.querySelector(selector))[property];

  return { seen: selector => seen(selector), place, mark, geometry, rows, faults, contrasts, colour, ratio: (one, other) => ratio(parse(one).rgb, parse(other).rgb) };
})();
