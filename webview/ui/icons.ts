/** Line icons on a 16 × 16 field, drawn for this viewer. */
const PATHS = {
  structure: 'M2.5 3.5h4M2.5 8h4M2.5 12.5h4M9 3.5h4.5M9 8h4.5M9 12.5h4.5',
  inspector: 'M2.5 3h11v10h-11zM9.5 3v10M11 5.5h1M11 7.5h1M11 9.5h1',
  form: 'M2.5 3h11v10h-11zM6.5 3v10M4 5.5h1M4 7.5h1M4 9.5h1',
  download: 'M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10',
  export: 'M8 10.5v-8M4.5 6 8 2.5 11.5 6M3 9.5v4h10v-4',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10M5.5 5.5h5v5h-5z',
  box: 'M2.5 4.5v-2h2M7 2.5h2M11.5 2.5h2v2M13.5 7v2M2.5 7v2M2.5 11.5v2h2M7 13.5h2M13.5 11.5v2h-2M8 5.5v5M5.5 8h5',
  crosshair:
    'M3.8 8a4.2 4.2 0 1 0 8.4 0 4.2 4.2 0 1 0-8.4 0zM8 1.5v4.7M8 9.8v4.7M1.5 8h4.7M9.8 8h4.7',
  'turn-left': 'M3 3v3.5h3.5M3.3 6.3A5.2 5.2 0 1 1 3 10',
  'turn-right': 'M13 3v3.5H9.5M12.7 6.3A5.2 5.2 0 1 0 13 10',
  swap: 'M3 5.5h9.5M10 3l2.5 2.5L10 8M13 10.5H3.5M6 8l-2.5 2.5L6 13',
  enlarge: 'M9.5 2.5h4v4M13.5 2.5l-5 5M6.5 13.5h-4v-4M2.5 13.5l5-5',
  flip: 'M8 2v1.5M8 5.5V7M8 9v1.5M8 12.5V14M5.5 4v8L1.8 12zM10.5 4v8l3.7 0z',
  'colour-bar': 'M2 4h12v4H2zM6 4v4M10 4v4M4 11v1.5M8 11v1.5M12 11v1.5',
  keys: 'M1.5 4h13v8.5h-13zM4 6.7h.6M6.5 6.7h.6M9 6.7h.6M11.5 6.7h.6M4.5 9.9h7',
  more: 'M2.7 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0zM7.5 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0zM12.3 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0z',
  tools:
    'M8 8h.1M3.4 3.4A6.5 6.5 0 0 1 14.5 8M12.6 12.6A6.5 6.5 0 0 1 1.5 8M12.8 6.2 14.5 8l1.2-2M3.2 9.8 1.5 8 .3 10M8 5.5v5M5.5 8h5',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  open: 'm5 6.5 3 3 3-3',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  previous: 'M10 3.5 5.5 8l4.5 4.5',
  next: 'M6 3.5 10.5 8 6 12.5',
  close: 'm4 4 8 8M12 4l-8 8',
  play: 'M5 3.2v9.6L12.5 8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 11.5v.6',
  picture: 'M2.5 3h11v10h-11zM3 11l3-3.5 2.5 2.5 1.5-1.5 3 3M10.2 5.8h.6',
  line: 'M2.5 2.5v11h11M4.5 11l2-4 2 2.5 2-6 3 4.5',
  table: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.6h11M6.2 3v10',
  tree: 'M2.5 2.5h4v3h-4zM9.5 6.5h4v3h-4zM9.5 11h4v3h-4zM4.5 5.5v7h5M4.5 8h5',
  undo: 'M6 3 2.8 6.2 6 9.4M3 6.2h6.2a3.6 3.6 0 0 1 0 7.2H6',
  redo: 'm10 3 3.2 3.2L10 9.4M13 6.2H6.8a3.6 3.6 0 0 0 0 7.2H10',
  delete: 'M2.8 4.3h10.4M6 4.3V2.6h4v1.7M4.2 4.3l.6 9.1h6.4l.6-9.1M6.7 6.8v4M9.3 6.8v4',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  // The kinds of regions, and the arrow that selects them.
  select: 'M3.5 2.5 12.5 7.2 8.4 8.5 6.6 12.6z',
  point: 'M8 2.5v4M8 9.5v4M2.5 8h4M9.5 8h4',
  circle: 'M2.8 8a5.2 5.2 0 1 0 10.4 0 5.2 5.2 0 1 0-10.4 0z',
  annulus:
    'M2.3 8a5.7 5.7 0 1 0 11.4 0 5.7 5.7 0 1 0-11.4 0zM5.3 8a2.7 2.7 0 1 0 5.4 0 2.7 2.7 0 1 0-5.4 0z',
  ellipse: 'M1.8 8a6.2 3.6 0 1 0 12.4 0 6.2 3.6 0 1 0-12.4 0z',
  rectangle: 'M2.5 4h11v8h-11z',
  polygon: 'm3 5.5 5.5-3 5 4-2 6.5-7-1z',
  segment: 'M4.2 11.8l7.6-7.6M1.8 11.8h2.4v2.4H1.8zM11.8 1.8h2.4v2.4h-2.4z',
  // What a drag does in a plot.
  zoom: 'M2.5 6.7a4.2 4.2 0 1 0 8.4 0 4.2 4.2 0 1 0-8.4 0zM9.8 9.8l3.7 3.7M4.7 6.7h4M6.7 4.7v4',
  pan: 'M8 2v12M2 8h12M6.3 3.7 8 2l1.7 1.7M6.3 12.3 8 14l1.7-1.7M3.7 6.3 2 8l1.7 1.7M12.3 6.3 14 8l-1.7 1.7',
  lasso:
    'M2.5 6.3c0-2.1 2.5-3.8 5.5-3.8s5.5 1.7 5.5 3.8-2.5 3.8-5.5 3.8-5.5-1.7-5.5-3.8zM4.5 9.3c-1.2.6-1.2 2.2.2 2.4 1 .1 1.3 1.2.5 1.8',
  // What lies over the picture.
  sky: 'M2 8a6 6 0 1 0 12 0 6 6 0 1 0-12 0zM2 8h12M8 2C4.6 5 4.6 11 8 14M8 2c3.4 3 3.4 9 0 12',
  markers:
    'M2.6 4.5a1.7 1.7 0 1 0 3.4 0 1.7 1.7 0 1 0-3.4 0zM9.5 3.6a1.2 1.2 0 1 0 2.4 0 1.2 1.2 0 1 0-2.4 0zM8.4 10.7a2.4 2.4 0 1 0 4.8 0 2.4 2.4 0 1 0-4.8 0zM3.3 11.6a1 1 0 1 0 2 0 1 1 0 1 0-2 0z',
  contours:
    'M2 7.6c0-3.2 3-5.4 6.4-5.1 3.6.3 5.8 2.9 5.6 5.8-.2 3-2.7 5.5-6 5.2-3.4-.2-6-2.6-6-5.9zM5 8c0-1.7 1.5-2.8 3.3-2.7 1.7.1 2.9 1.3 2.8 2.8-.1 1.6-1.4 2.8-3.1 2.7C6.3 10.7 5 9.6 5 8z',
  compare: 'M2.5 2.5h7.5v7.5h-7.5zM6 12v1.5h7.5V6H12M6.2 6.2h.1',
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
