/** Line icons on a 16 × 16 field, drawn for this viewer. */
const PATHS = {
  structure: 'M2.5 3.5h4M2.5 8h4M2.5 12.5h4M9 3.5h4.5M9 8h4.5M9 12.5h4.5',
  inspector: 'M2.5 3h11v10h-11zM9.5 3v10M11 5.5h1M11 7.5h1M11 9.5h1',
  download: 'M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10M5.5 5.5h5v5h-5z',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  previous: 'M10 3.5 5.5 8l4.5 4.5',
  next: 'M6 3.5 10.5 8 6 12.5',
  close: 'm4 4 8 8M12 4l-8 8',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 11.5v.6',
  picture: 'M2.5 3h11v10h-11zM3 11l3-3.5 2.5 2.5 1.5-1.5 3 3M10.2 5.8h.6',
  table: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.6h11M6.2 3v10',
  empty: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
} as const;

export type IconName = keyof typeof PATHS;

const SVG = 'http://www.w3.org/2000/svg';

/** An icon in the colour of the text around it; silent to screen readers. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('width', '16');
  svg.setAttribute('height', '16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
