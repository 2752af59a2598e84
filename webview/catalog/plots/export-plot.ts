import type { PlotLook } from '../../../src/protocol/plot';
import { canvasPng } from '../../image/canvas-png';
import { CanvasInk } from './canvas-ink';
import { paintPlot } from './paint-plot';
import type { PlotScene } from './plot-scene';
import type { PlotSettings } from './plot-settings';
import { FONT_SIZE, type PlotStyle } from './plot-style';
import { SvgInk } from './svg-ink';

/** Pixels of a picture for each of CSS. */
const RATIO = 2;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The plot as it is shown, on the background of the page. */
export function plotAsPng(scene: PlotScene, style: PlotStyle, size: Size): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new Error('The plot cannot be drawn.');
  }
  const { width, height } = size;
  const ink = new CanvasInk(context, width, height, RATIO, style.font);
  ink.rect(0, 0, width, height, style.background);
  paintPlot(ink, scene, style);
  return canvasPng(canvas);
}

/** The same as shapes and texts. */
export function plotAsSvg(scene: PlotScene, style: PlotStyle, size: Size): Uint8Array {
  const context = document.createElement('canvas').getContext('2d');
  const font = { family: style.family, size: FONT_SIZE };
  const ink = new SvgInk(size.width, size.height, font, (text) => {
    if (context !== null) {
      context.font = style.font;
    }
    return context?.measureText(text).width ?? text.length * FONT_SIZE * 0.6;
  });
  ink.rect(0, 0, size.width, size.height, style.background);
  paintPlot(ink, scene, style);
  return new TextEncoder().encode(ink.file);
}

/** How the plot looks, for the code that draws the same. */
export function lookOf(scene: PlotScene, settings: PlotSettings, title: string): PlotLook {
  const { colourMap, reversed, low, high } = settings;
  const norm = settings.kind === 'histogram' ? settings.heights : settings.norm;
  const { axes, titles } = scene;
  return {
    ...{ title, xLabel: titles.x, yLabel: titles.y },
    ...{ xInverted: axes.x.inverted, yInverted: axes.y.inverted },
    ...{ colourMap, reversed, norm, low, high },
  };
}

/** A name for a file from a title that may hold anything. */
export function fileNameOf(title: string, extension: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${plain === '' ? 'plot' : plain}.${extension}`;
}
