import type { Ink, Pen, TextOptions } from './ink';

/** Heights of letters over their size, where an SVG knows no such line. */
const BASELINES = { top: 0.8, middle: 0.32, bottom: -0.2 } as const;
const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;

/** What is drawn, as the text of an SVG. Whatever comes from a file is escaped. */
export class SvgInk implements Ink {
  readonly width: number;
  readonly height: number;
  readonly #parts: string[] = [];
  readonly #font: { readonly family: string; readonly size: number };
  readonly #measure: (text: string) => number;
  #clips = 0;

  /** @param measure width of a text in the font */
  constructor(
    width: number,
    height: number,
    font: { readonly family: string; readonly size: number },
    measure: (text: string) => number,
  ) {
    this.width = width;
    this.height = height;
    this.#font = font;
    this.#measure = measure;
  }

  /** The whole file. */
  get file(): string {
    const { width, height } = this;
    const { family, size } = this.#font;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" ` +
        `viewBox="0 0 ${short(width)} ${short(height)}" font-family="${escaped(family)}" ` +
        `font-size="${size}" stroke-linejoin="round">`,
      ...this.#parts,
      '</svg>',
      '',
    ].join('\n');
  }

  textWidth(text: string): number {
    return this.#measure(text);
  }

  rect(x: number, y: number, width: number, height: number, colour: string): void {
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.#parts.push(`<rect ${place} ${paint('fill', colour)}/>`);
  }

  fill(colour: string, draw: (pen: Pen) => void, rim = 0, title?: string): void {
    const around = rim > 0 ? ` ${paint('stroke', colour)} stroke-width="${short(rim)}"` : '';
    this.#path(draw, `${paint('fill', colour)}${around}`, title);
  }

  stroke(colour: string, width: number, draw: (pen: Pen) => void): void {
    this.#path(draw, `fill="none" ${paint('stroke', colour)} stroke-width="${short(width)}"`);
  }

  dots(points: Float64Array, radius: number, colour: string, opacity: number): void {
    const steps: string[] = [];
    for (let k = 0; k < points.length; k += 2) {
      steps.push(`M${short(points[k] as number)} ${short(points[k + 1] as number)}h0`);
    }
    if (steps.length > 0) {
      // Lines of no length with round ends.
      const line = `${paint('stroke', colour)} stroke-width="${short(2 * radius)}"`;
      const look = `fill="none" ${line} stroke-linecap="round" stroke-opacity="${short(opacity)}"`;
      this.#parts.push(`<path ${look} d="${steps.join('')}"/>`);
    }
  }

  text(text: string, x: number, y: number, options: TextOptions): void {
    const drop = BASELINES[options.baseline ?? 'middle'] * this.#font.size;
    const [px, py] = options.upward === true ? [x + drop, y] : [x, y + drop];
    const turn =
      options.upward === true ? ` transform="rotate(-90 ${short(px)} ${short(py)})"` : '';
    const rim =
      options.rim === undefined
        ? ''
        : ` ${paint('stroke', options.rim)} stroke-width="3" paint-order="stroke"`;
    this.#parts.push(
      `<text x="${short(px)}" y="${short(py)}" text-anchor="${ANCHORS[options.align ?? 'left']}" ` +
        `${paint('fill', options.colour)}${rim}${turn}>${escaped(text)}</text>`,
    );
  }

  clipped(x: number, y: number, width: number, height: number, draw: () => void): void {
    const id = `clip${this.#clips++}`;
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.#parts.push(`<clipPath id="${id}"><rect ${place}/></clipPath><g clip-path="url(#${id})">`);
    draw();
    this.#parts.push('</g>');
  }

  #path(draw: (pen: Pen) => void, look: string, title?: string): void {
    const steps: string[] = [];
    draw({
      moveTo: (x, y) => steps.push(`M${short(x)} ${short(y)}`),
      lineTo: (x, y) => steps.push(`L${short(x)} ${short(y)}`),
      closePath: () => steps.push('Z'),
    });
    if (steps.length > 0) {
      const open = `<path ${look} d="${steps.join('')}"`;
      this.#parts.push(
        title === undefined ? `${open}/>` : `${open}><title>${escaped(title)}</title></path>`,
      );
    }
  }
}

/** A colour of a style sheet, its opacity by itself: few readers of SVG know it within. */
function paint(what: 'fill' | 'stroke', colour: string): string {
  const found = /^rgba?\(([\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)(?:[ ,/]+([\d.]+))?\)$/.exec(colour);
  const [, red, green, blue, alpha] = found ?? [];
  if (red === undefined) {
    return `${what}="${escaped(colour)}"`;
  }
  const opacity = alpha === undefined ? '' : ` ${what}-opacity="${short(Number(alpha))}"`;
  return `${what}="rgb(${red},${green},${blue})"${opacity}`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Also without the characters that XML cannot have. */
function escaped(text: string): string {
  return text

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
